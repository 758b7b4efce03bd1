using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Debt;

/// <summary>
/// The debt, the lease of a view and the checkpoints of Synchronise: the status never says that the follower has
/// everything while it lacks an acknowledged write.
/// </summary>
internal sealed class DebtModel(Mutant mutant, DebtBounds bounds) : IModel<DebtState>
{
    private readonly DebtWrites _writes = new(mutant, bounds);
    private readonly DebtPulls _pulls = new(mutant);
    private readonly DebtWalks _walks = new(mutant);

    /// <summary>The rules that this model knows.</summary>
    public static IReadOnlyList<Mutant> Mutants { get; } =
    [
        Mutant.DebtAfterAcknowledging, Mutant.NewDebtPaidByOldWalk, Mutant.NoLease,
        Mutant.LeaseCheckedOnlyBeforeTheWrite, Mutant.LeaseFromTheEndOfThePull, Mutant.NoWaitBeforeTheWalk,
        Mutant.StartWithoutDebt, Mutant.DebtRememberedInMemory, Mutant.CheckpointAheadOfTheCopies,
        Mutant.CheckpointKeptForNewDebt, Mutant.WalkBegunOutsideOfTheDocument,
    ];

    /// <inheritdoc/>
    public DebtState Initial => new() { Starts = (byte)bounds.Starts };

    /// <inheritdoc/>
    public Law BrokenIn(in DebtState state)
        => state.IsInSync && state.FollowerLacksAcknowledged ? Law.WrongStatus : Law.None;

    /// <inheritdoc/>
    public void Explore(in DebtState state, ISteps<DebtState> steps)
    {
        if (state.Ledger.Generation > bounds.Generations)
        {
            return;
        }

        for (var i = 0; i < bounds.Silos; i++)
        {
            _pulls.Explore(in state, steps, i);
            _writes.Explore(in state, steps, i);
        }

        for (var i = 0; i < bounds.Walks; i++)
        {
            _walks.Explore(in state, steps, i);
        }

        ChangePhase(in state, steps);
        PassTime(in state, steps);
    }

    private void ChangePhase(in DebtState state, ISteps<DebtState> steps)
    {
        var next = state;
        if (state.Mirrors == 1)
        {
            next.Mirrors = next.Since = 0;
            next.ChangeDocument();
            steps.Take(in next, "the phase is rolled back to Off");
        }
        else if (state.IsStarting == 0 && state.Starts > 0)
        {
            next.IsStarting = 1;
            next.Starts--;
            if (mutant != Mutant.StartWithoutDebt)
            {
                next.Ledger.Raise();
            }

            steps.Take(in next, "the start raises the debt");
        }
        else if (state.IsStarting == 1)
        {
            next.IsStarting = 0;
            next.Mirrors = 1;
            next.ChangeDocument();
            steps.Take(in next, "the phase becomes DualWrite");
        }
    }

    private void PassTime(in DebtState state, ISteps<DebtState> steps)
    {
        var next = state;
        next.Since = (byte)(state.Mirrors == 1 ? Math.Min(state.Since + 1, DebtState.Wait) : 0);
        for (var i = 0; i < bounds.Silos; i++)
        {
            ref var silo = ref next.Silos[i];
            silo.Age = (byte)Math.Min(silo.Age + 1, DebtSilo.Expired);
            silo.PullAge = (byte)(silo.IsPulling == 1 ? Math.Min(silo.PullAge + 1, DebtSilo.Expired) : 0);
        }

        steps.Take(in next, "time passes");
    }
}
