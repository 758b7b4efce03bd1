using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Queue;

/// <summary>The way back: a complete verification, the seal, and under it only the keys listed since.</summary>
internal sealed class Reopening(Mutant mutant)
{
    public void Explore(in QueueState state, ISteps<QueueState> steps)
    {
        var next = state;
        switch (state.Verifier.At)
        {
            case Verifier.Idle when state.At == QueueState.PostgresRoot:
                next.Verifier.At = Verifier.Walks;
                next.Verifier.Since = state.End;
                steps.Take(in next, "a verification begins");
                break;
            case Verifier.Walks:
                Walk(in state, steps);
                break;
            case Verifier.Done when state.At == QueueState.PostgresRoot:
                next.At = QueueState.PostgresSealed;
                steps.Take(in next, "PostgreSQL is sealed");
                break;
            case Verifier.Done when state.At == QueueState.PostgresSealed:
                Switch(in state, steps);
                break;
        }
    }

    private void Walk(in QueueState state, ISteps<QueueState> steps)
    {
        var next = state;
        var key = state.Verifier.Key;
        if (key == 2)
        {
            next.Verifier.At = Verifier.Done;
            next.Verifier.Key = 0;
            if (mutant == Mutant.ListedOnlySinceTheEndOfTheWalk)
            {
                next.Verifier.Since = state.End;
            }

            steps.Take(in next, "the verification ends with nothing divergent");
        }
        else if (state.Json[key] == state.Postgres[key])
        {
            next.Verifier.Key++;
            steps.Take(in next, key == 0 ? "key 0 is found equal" : "key 1 is found equal");
        }
    }

    private void Switch(in QueueState state, ISteps<QueueState> steps)
    {
        var next = state;
        if (state.Verifier.Since.Log != state.End.Log && mutant != Mutant.BrokenListTakenForEmpty)
        {
            next.At = QueueState.PostgresRoot;
            next.Verifier = default;
            steps.Take(in next, "the list does not reach back: the switch is aborted, verify again");
            return;
        }

        for (var i = state.Verifier.Since.Sequence; i < state.End.Sequence; i++)
        {
            var key = state.Entries[i];
            next.Json[key] = Math.Max(state.Json[key], state.Postgres[key]);
        }

        next.At = QueueState.JsonRoot;
        next.Verifier = default;
        next.Follower = default;
        steps.Take(in next, "the listed keys are copied under the seal, and JSON is the root");
    }
}
