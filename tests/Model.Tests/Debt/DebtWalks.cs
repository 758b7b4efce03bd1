using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Debt;

/// <summary>
/// Synchronise: begins to pay, notes that in the document, walks both keys with checkpoints, and pays. Two of them run
/// where a slow one is taken for dead.
/// </summary>
internal sealed class DebtWalks(Mutant mutant)
{
    private const byte Keys = 2;

    public void Explore(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var walk = state.Walks[i];
        if (walk.At != Walk.Idle)
        {
            var dead = state;
            dead.Walks[i] = default;
            steps.Take(in dead, "walk dies", i);
        }

        switch (walk.At)
        {
            case Walk.Idle:
                Resume(in state, steps, i);
                break;
            case Walk.Paying:
                BeginPaying(in state, steps, i);
                break;
            case Walk.Walking:
                Go(in state, steps, i);
                break;
            case Walk.HasRead:
                Store(in state, steps, i);
                break;
        }
    }

    private void Resume(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var waited = state.Since >= DebtState.Wait || mutant == Mutant.NoWaitBeforeTheWalk;
        if (state.Mirrors == 0 || !waited || state.Ledger.IsRaised == 0)
        {
            return;
        }

        var next = state;
        ref var walk = ref next.Walks[i];
        walk.IsCurrent = 1;
        if (state.Checkpoint.Exists == 1)
        {
            walk.At = Walk.Walking;
            walk.Generation = mutant == Mutant.CheckpointKeptForNewDebt
                ? next.Ledger.BeginPaying() : state.Checkpoint.Generation;
            walk.Cursor = state.Checkpoint.Cursor;
            steps.Take(in next, "walk goes on from the checkpoint", i);
            return;
        }

        walk.At = Walk.Paying;
        steps.Take(in next, "walk is to begin", i);
    }

    private void BeginPaying(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var next = state;
        ref var walk = ref next.Walks[i];
        if (walk.Generation == 0)
        {
            walk.Generation = next.Ledger.BeginPaying();
            walk.At = mutant == Mutant.WalkBegunOutsideOfTheDocument ? Walk.Walking : Walk.Paying;
            steps.Take(in next, "walk begins to pay", i);
            return;
        }

        walk.At = Walk.Walking;
        Note(in state, next, steps, i, "walk is noted in the document");
    }

    private void Go(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var walk = state.Walks[i];
        if (walk.Cursor == Keys)
        {
            Pay(in state, steps, i);
            return;
        }

        var next = state;
        next.Walks[i].At = Walk.HasRead;
        next.Walks[i].Read = state.Root[walk.Cursor];
        steps.Take(in next, "walk reads a record of the root", i);
    }

    private void Store(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var walk = state.Walks[i];
        if (mutant == Mutant.CheckpointAheadOfTheCopies && state.Checkpoint.Cursor <= walk.Cursor)
        {
            var ahead = state;
            ahead.Walks[i].Cursor++;
            Note(in state, ahead, steps, i, "walk notes a checkpoint before its copy is stored", walk);
        }

        var next = state;
        next.Follower[walk.Cursor] = Math.Max(state.Follower[walk.Cursor], walk.Read);
        next.Walks[i].At = Walk.Walking;
        next.Walks[i].Read = 0;
        next.Walks[i].Cursor++;
        steps.Take(in next, "walk has its copy stored", i);
        if (next.Walks[i].Cursor < Keys)
        {
            Note(in state, next, steps, i, "walk has its copy stored, and notes a checkpoint");
        }
    }

    private void Pay(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var generation = mutant == Mutant.NewDebtPaidByOldWalk ? state.Ledger.Generation : state.Walks[i].Generation;
        var next = state;
        var paid = next.Ledger.TryPay(generation);
        if (state.Walks[i].IsCurrent == 1)
        {
            next.Checkpoint = default;
            next.ChangeDocument();
        }

        next.Walks[i] = default;

        steps.Take(in next, paid ? "walk pays the debt" : "walk finds new debt: another round", i);
    }

    // A compare-and-set on the version that the walk goes by; a walk that has lost its document ends.
    private static void Note(
        in DebtState state, DebtState next, ISteps<DebtState> steps, int i, string what, Walk? goesOnAs = null)
    {
        var walk = next.Walks[i];
        if (walk.IsCurrent == 0)
        {
            next.Walks[i] = default;
            steps.Take(in next, "walk finds another version of the document, and ends", i);
            return;
        }

        next.ChangeDocument(i);
        next.Checkpoint = new Checkpoint { Exists = 1, Generation = walk.Generation, Cursor = walk.Cursor };
        next.Walks[i] = (goesOnAs ?? walk) with { IsCurrent = 1 };
        steps.Take(in next, what, i);
    }
}
