using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Queue;

/// <summary>JSON follows: an entry, the record, the copy, the place; everything anew where the list broke.</summary>
internal sealed class Following(Mutant mutant)
{
    public void Explore(in QueueState state, ISteps<QueueState> steps)
    {
        var next = state;
        if (state.Follower.At != Follower.Idle)
        {
            next.Follower = default;
            steps.Take(in next, "the follower dies");
            next = state;
        }

        switch (state.Follower.At)
        {
            case Follower.Idle:
                Begin(in state, steps);
                break;
            case Follower.HasEntry:
                next.Follower.Read = state.Postgres[state.Follower.Key];
                next.Follower.At = Follower.HasRecord;
                steps.Take(in next, "the follower reads the record from PostgreSQL");
                break;
            case Follower.HasRecord:
                Store(ref next);
                next.Follower.At = Follower.HasStored;
                steps.Take(in next, "the follower stores the copy in JSON");
                break;
            case Follower.HasStored:
                next.Position = state.Follower.Then;
                next.Follower = default;
                steps.Take(in next, "the follower remembers its place");
                break;
            default:
                WalkAll(in state, steps);
                break;
        }
    }

    private static void Store(ref QueueState state)
    {
        var key = state.Follower.Key;
        state.Json[key] = Math.Max(state.Json[key], state.Follower.Read);
        state.Follower.Read = 0;
    }

    private void Begin(in QueueState state, ISteps<QueueState> steps)
    {
        var next = state;
        if (state.Position.Log != state.End.Log)
        {
            if (mutant == Mutant.BrokenListTakenForEmpty)
            {
                next.Position = state.End;
                steps.Take(in next, "the follower takes the broken list for an empty one");
                return;
            }

            next.Follower.At = Follower.WalksAll;
            next.Follower.Then = state.End;
            steps.Take(in next, "the follower finds the list broken, and walks everything");
        }
        else if (state.Position.Sequence < state.End.Sequence)
        {
            next.Follower.At = Follower.HasEntry;
            next.Follower.Key = state.Entries[state.Position.Sequence];
            next.Follower.Then = state.Position with { Sequence = (byte)(state.Position.Sequence + 1) };
            if (mutant == Mutant.PositionStoredBeforeTheCopy)
            {
                next.Position = next.Follower.Then;
            }

            steps.Take(in next, "the follower reads an entry");
        }
    }

    private static void WalkAll(in QueueState state, ISteps<QueueState> steps)
    {
        var next = state;
        if (state.Follower.At == Follower.WalkHasRecord)
        {
            Store(ref next);
            next.Follower.At = Follower.WalksAll;
            next.Follower.Key++;
            steps.Take(in next, "the walk stores a copy in JSON");
        }
        else if (state.Follower.Key < 2)
        {
            next.Follower.Read = state.Postgres[state.Follower.Key];
            next.Follower.At = Follower.WalkHasRecord;
            steps.Take(in next, "the walk reads a record from PostgreSQL");
        }
        else
        {
            next.Position = state.Follower.Then;
            next.Follower = default;
            steps.Take(in next, "the walk is over, and the follower remembers where the new list began");
        }
    }
}
