using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Debt;

/// <summary>Silos pull: the document is read at one moment, and its answer may arrive at any later one.</summary>
internal sealed class DebtPulls(Mutant mutant)
{
    public void Explore(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var silo = state.Silos[i];
        var next = state;
        ref var pulling = ref next.Silos[i];
        if (silo.IsPulling == 0)
        {
            if (silo.Age > 0 || silo.Mirrors != state.Mirrors)
            {
                pulling.IsPulling = 1;
                pulling.PulledMirrors = state.Mirrors;
                steps.Take(in next, "begins a pull, and the document is read", i);
            }

            return;
        }

        pulling.Mirrors = silo.PulledMirrors;
        pulling.Age = mutant == Mutant.LeaseFromTheEndOfThePull ? (byte)0 : silo.PullAge;
        pulling.IsPulling = pulling.PulledMirrors = pulling.PullAge = 0;
        steps.Take(in next, silo.PulledMirrors == 1 ? "has pulled DualWrite" : "has pulled Off", i);
    }
}
