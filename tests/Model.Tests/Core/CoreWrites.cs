using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Core;

/// <summary>Writes: the root's compare-and-set, then the follower or a debt, then the answer.</summary>
internal sealed class CoreWrites(Mutant mutant, CoreBounds bounds)
{
    public void Explore(in CoreState state, ISteps<CoreState> steps, int i)
    {
        switch (state.Silos[i].At)
        {
            case CoreSilo.Active when state.Values <= bounds.Writes && !state.Silos[i].Known.IsEmpty:
                Begin(in state, steps, i);
                break;
            case CoreSilo.AtRoot:
                WriteRoot(in state, steps, i);
                break;
            case CoreSilo.AtFollower:
                WriteFollower(in state, steps, i);
                break;
        }
    }

    private static void Begin(in CoreState state, ISteps<CoreState> steps, int i)
    {
        var next = state;
        ref var silo = ref next.Silos[i];
        silo.At = CoreSilo.AtRoot;
        (silo.CallEpoch, silo.CallPhase) = (silo.Epoch, silo.Phase);
        silo.Writing = next.Values++;
        next.Parents[silo.Writing] = silo.Known.Value;
        steps.Take(in next, CoreState.IsTombstone(silo.Writing) ? "begins a delete" : "begins a write", i);
    }

    private void WriteRoot(in CoreState state, ISteps<CoreState> steps, int i)
    {
        var silo = state.Silos[i];
        var postgres = CorePhase.HasPostgresRoot(silo.CallPhase) || IsSwapped(silo.CallPhase);
        if (postgres && state.IsUp == 0)
        {
            return;
        }

        var next = state;
        if (silo.CallEpoch < (postgres ? state.FencePostgres : state.FenceJson) && mutant != Mutant.UnfencedWrites)
        {
            // Refused means that nothing was written: the same write goes on by a newer view.
            ref var refused = ref next.Silos[i];
            (refused.CallEpoch, refused.CallPhase) = (state.Epoch, state.Phase);
            (refused.Epoch, refused.Phase) = (state.Epoch, state.Phase);
            steps.Take(in next, "is refused by a fence, refreshes its view and repeats the write", i);
            return;
        }

        if (!silo.Known.Matches(postgres ? state.Postgres : state.Json))
        {
            next.Silos[i].Deactivate();
            steps.Take(in next, "loses the compare-and-set at its root", i);
            return;
        }

        var written = new Cell { Revision = (byte)(silo.Known.Revision + 1), Value = silo.Writing };
        CoreCopies.Store(ref next, postgres, written);
        next.Silos[i].Known = written;
        if (CorePhase.Mirrors(silo.CallPhase))
        {
            next.Silos[i].At = CoreSilo.AtFollower;
            steps.Take(in next, "has its write at the root", i);
            return;
        }

        next.Silos[i].EndCall();
        next.Acknowledge(silo.Writing);
        steps.Take(in next, "has its write at the root, and acknowledges", i);
    }

    private void WriteFollower(in CoreState state, ISteps<CoreState> steps, int i)
    {
        var silo = state.Silos[i];
        var toJson = IsSwapped(silo.CallPhase);
        if (toJson || state.IsUp == 1)
        {
            var next = state;
            var fence = toJson ? state.FenceJson : state.FencePostgres;
            var stored = toJson ? state.Json : state.Postgres;
            if (silo.CallEpoch >= fence && (stored.IsEmpty || silo.Known.Revision > stored.Revision))
            {
                CoreCopies.Store(ref next, !toJson, CoreCopies.AtFollower(silo.Known, mutant));
            }

            next.Silos[i].EndCall();
            next.Acknowledge(silo.Writing);
            steps.Take(in next, "has its write at the follower, and acknowledges", i);
        }

        var owing = state;
        owing.Silos[i].EndCall();
        owing.Acknowledge(silo.Writing);
        steps.Take(in owing, "cannot reach the follower, raises the debt, and acknowledges", i);
    }

    private bool IsSwapped(byte phase) => mutant == Mutant.PostgresWrittenFirst && CorePhase.Mirrors(phase);
}
