using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Core;

/// <summary>Changes of the phase. Each step is durable: dying between two is just not taking the second.</summary>
internal sealed class CoreSwitches(Mutant mutant, CoreBounds bounds)
{
    public void Explore(in CoreState state, ISteps<CoreState> steps)
    {
        if (state.Switch == CoreState.NoSwitch)
        {
            StayWithRoot(in state, steps);
        }

        var reopens = state.Phase == CorePhase.RampDown;
        if (state.Phase != CorePhase.Live && !reopens)
        {
            return;
        }

        // The document and the fence of PostgreSQL can be changed only while it answers.
        if (reopens && state.IsUp == 0)
        {
            return;
        }

        if (state.Switch == CoreState.NoSwitch)
        {
            Decide(in state, steps);
        }
        else
        {
            GoOn(in state, steps, reopens);
        }
    }

    // The root and the epoch stay, and no fence moves; none of it asks PostgreSQL anything while JSON is the root.
    private void StayWithRoot(in CoreState state, ISteps<CoreState> steps)
    {
        var next = state;
        if (state.Phase is CorePhase.Off or CorePhase.DualWrite)
        {
            next.Phase = (byte)(state.Phase + 1);
            steps.Take(in next, "the phase is promoted, JSON stays the root");
        }

        if (state.Phase == CorePhase.Live || (state.Phase == CorePhase.DualWrite && bounds.HasOff))
        {
            next.Phase = (byte)(state.Phase - 1);
            steps.Take(in next, "the phase is rolled back, JSON stays the root");
        }

        if (state.Phase == CorePhase.RampDown && state.IsUp == 1)
        {
            next.Phase = CorePhase.Complete;
            steps.Take(in next, "RampDown becomes Complete");
        }
    }

    private void Decide(in CoreState state, ISteps<CoreState> steps)
    {
        if (state.Epoch < bounds.Epochs)
        {
            var next = state;
            next.Switch = CoreState.Decided;
            steps.Take(in next, "the document says that the root is to be sealed");
        }
    }

    private void GoOn(in CoreState state, ISteps<CoreState> steps, bool reopens)
    {
        if (state.Switch == CoreState.Decided)
        {
            var raised = state;
            raised.Switch = CoreState.Sealed;
            Seal(ref raised, reopens);
            steps.Take(in raised, "the fence of the old root is raised");
        }

        if (state.Switch == CoreState.Sealed && state.IsUp == 1 && LooksEqual(in state, reopens))
        {
            var verified = state;
            verified.Switch = CoreState.Verified;
            steps.Take(in verified, "both sides are compared under the seal");
        }

        if (state.Switch == CoreState.Verified)
        {
            var moved = state;
            moved.Switch = CoreState.NoSwitch;
            moved.Epoch++;
            moved.Phase = reopens ? CorePhase.Live : CorePhase.RampDown;
            steps.Take(in moved, reopens ? "JSON is the root again" : "PostgreSQL is the root");
        }

        var aborted = state;
        aborted.Switch = CoreState.NoSwitch;
        aborted.Epoch++;
        steps.Take(in aborted, "the switch is aborted by a new epoch with the old root");
    }

    private void Seal(ref CoreState state, bool reopens)
    {
        if (mutant == (reopens ? Mutant.ReopenWithoutSeal : Mutant.NoSeal))
        {
            return;
        }

        var fence = (byte)(state.Epoch + 1);
        if (reopens)
        {
            state.FencePostgres = fence;
        }
        else
        {
            state.FenceJson = fence;
        }
    }

    private bool LooksEqual(in CoreState state, bool reopens)
        => mutant == (reopens ? Mutant.ReopenWithoutVerification : Mutant.NoVerificationUnderTheSeal)
            || state.Json.Matches(state.Postgres)
            || (mutant == Mutant.VerifiedByRevisionAlone && state.Json.Revision == state.Postgres.Revision)
            || (mutant == Mutant.ForgottenTombstone && CoreState.IsTombstone(state.Json.Value)
                && state.Postgres.IsEmpty);
}
