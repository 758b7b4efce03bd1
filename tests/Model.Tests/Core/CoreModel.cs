using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Core;

/// <summary>
/// Routing and switching: who answers a read, what an acknowledgement needs, and how the root moves, while calls, views
/// and copies are as late as they like and PostgreSQL comes and goes.
/// </summary>
internal sealed class CoreModel(Mutant mutant, CoreBounds bounds) : IModel<CoreState>
{
    private readonly CoreReads _reads = new(mutant);
    private readonly CoreWrites _writes = new(mutant, bounds);
    private readonly CoreCopies _copies = new(mutant);
    private readonly CoreSwitches _switches = new(mutant, bounds);

    /// <summary>The rules that this model knows.</summary>
    public static IReadOnlyList<Mutant> Mutants { get; } =
    [
        Mutant.NoSeal, Mutant.NoVerificationUnderTheSeal, Mutant.UnfencedReads, Mutant.UnfencedWrites,
        Mutant.BlindCopy, Mutant.PostgresWrittenFirst, Mutant.FollowerServedUnchecked,
        Mutant.FollowerServedByRevisionAlone, Mutant.VerifiedByRevisionAlone, Mutant.FallBackInRampDown,
        Mutant.ReopenWithoutSeal, Mutant.ReopenWithoutVerification, Mutant.ForgottenTombstone,
    ];

    /// <inheritdoc/>
    public CoreState Initial
    {
        get
        {
            var state = new CoreState
            {
                Phase = bounds.HasOff ? CorePhase.Off : CorePhase.DualWrite,
                IsUp = 1,
                Outages = (byte)bounds.Outages,
                Edits = (byte)bounds.Edits,
                Values = 1,
                Json = new Cell { Revision = 1 },
                Postgres = Cell.Empty,
            };
            state.Silos[0].Phase = state.Silos[1].Phase = state.Phase;
            return state;
        }
    }

    /// <inheritdoc/>
    public Law BrokenIn(in CoreState state) => state.Broken;

    /// <inheritdoc/>
    public void Explore(in CoreState state, ISteps<CoreState> steps)
    {
        for (var i = 0; i < 2; i++)
        {
            Refresh(in state, steps, i);
            _reads.Explore(in state, steps, i);
            _writes.Explore(in state, steps, i);
            LeaveOrMove(in state, steps, i);
        }

        _copies.Explore(in state, steps);
        _switches.Explore(in state, steps);
        Disturb(in state, steps);
    }

    private static void Refresh(in CoreState state, ISteps<CoreState> steps, int i)
    {
        var silo = state.Silos[i];
        if (silo.At is CoreSilo.Idle or CoreSilo.Active
            && (silo.Epoch != state.Epoch || silo.Phase != state.Phase))
        {
            var next = state;
            next.Silos[i].Epoch = state.Epoch;
            next.Silos[i].Phase = state.Phase;
            steps.Take(in next, "refreshes its view", i);
        }
    }

    private static void LeaveOrMove(in CoreState state, ISteps<CoreState> steps, int i)
    {
        if (state.Silos[i].At == CoreSilo.Idle)
        {
            return;
        }

        var next = state;
        next.Silos[i].Deactivate();
        steps.Take(in next, "crashes, its activation is gone", i);
        if (state.Silos[i].At == CoreSilo.Active && state.Silos[1 - i].At == CoreSilo.Idle)
        {
            next.Silos[1 - i].At = CoreSilo.Active;
            next.Silos[1 - i].Known = state.Silos[i].Known;
            steps.Take(in next, "hands its activation to the other silo, which does not read", i);
        }
    }

    private static void Disturb(in CoreState state, ISteps<CoreState> steps)
    {
        if (state.Outages > 0)
        {
            var next = state;
            next.Outages--;
            next.IsUp = (byte)(1 - state.IsUp);
            steps.Take(in next, state.IsUp == 1 ? "PostgreSQL goes down" : "PostgreSQL comes up");
        }

        // An edit of the root itself, or after the verification under the seal, is beyond any protocol.
        if (state.Edits > 0 && !CorePhase.HasPostgresRoot(state.Phase) && state.Switch == CoreState.NoSwitch
            && !state.Postgres.IsEmpty)
        {
            var next = state;
            next.Edits--;
            next.Postgres.Value = Cell.Foreign;
            steps.Take(in next, "somebody edits the record in PostgreSQL, the revision stays");
        }
    }
}
