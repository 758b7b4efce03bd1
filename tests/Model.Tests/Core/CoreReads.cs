using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Core;

/// <summary>Reads that go to a store, as an activation begins.</summary>
internal sealed class CoreReads(Mutant mutant)
{
    public void Explore(in CoreState state, ISteps<CoreState> steps, int i)
    {
        switch (state.Silos[i].At)
        {
            case CoreSilo.Idle:
                var next = state;
                ref var silo = ref next.Silos[i];
                silo.At = CoreSilo.Reading;
                (silo.CallEpoch, silo.CallPhase) = (silo.Epoch, silo.Phase);
                silo.Floor = state.Acknowledged;
                steps.Take(in next, "begins a read by its view", i);
                break;
            case CoreSilo.Reading:
                AskRoot(in state, steps, i);
                AskFollower(in state, steps, i);
                break;
            case CoreSilo.FollowerRead:
                AskRootForDigest(in state, steps, i);
                break;
        }
    }

    private void AskRoot(in CoreState state, ISteps<CoreState> steps, int i)
    {
        var silo = state.Silos[i];
        var postgres = CorePhase.HasPostgresRoot(silo.CallPhase);
        if (postgres && state.IsUp == 0)
        {
            if (mutant == Mutant.FallBackInRampDown)
            {
                Answer(in state, steps, i, state.Json, "is answered by JSON, since PostgreSQL is down");
            }

            return;
        }

        if (IsRefused(silo.CallEpoch, postgres ? state.FencePostgres : state.FenceJson))
        {
            Refuse(in state, steps, i);
            return;
        }

        Answer(in state, steps, i, postgres ? state.Postgres : state.Json, "is answered by its root");
    }

    private void AskFollower(in CoreState state, ISteps<CoreState> steps, int i)
    {
        var silo = state.Silos[i];
        if (silo.CallPhase != CorePhase.Live || state.IsUp == 0 || IsRefused(silo.CallEpoch, state.FencePostgres))
        {
            return;
        }

        if (mutant == Mutant.FollowerServedUnchecked)
        {
            Answer(in state, steps, i, state.Postgres, "is answered by the follower, unchecked");
            return;
        }

        var next = state;
        next.Silos[i].At = CoreSilo.FollowerRead;
        next.Silos[i].Seen = state.Postgres;
        steps.Take(in next, "has the follower's record", i);
    }

    private void AskRootForDigest(in CoreState state, ISteps<CoreState> steps, int i)
    {
        var silo = state.Silos[i];
        if (IsRefused(silo.CallEpoch, state.FenceJson))
        {
            Refuse(in state, steps, i);
            return;
        }

        var equal = mutant == Mutant.FollowerServedByRevisionAlone
            ? silo.Seen.Revision == state.Json.Revision
            : silo.Seen.Matches(state.Json);
        if (equal)
        {
            Answer(in state, steps, i, silo.Seen, "is answered by the follower, which equals the root");
            return;
        }

        var next = state;
        next.Silos[i].At = CoreSilo.Reading;
        next.Silos[i].Seen = default;
        next.Silos[i].CallPhase = CorePhase.DualWrite;
        steps.Take(in next, "finds the follower different, and asks the root", i);
    }

    private static void Refuse(in CoreState state, ISteps<CoreState> steps, int i)
    {
        // The call is repeated on a newer view; that is a new read, whose floor can only be higher.
        var next = state;
        next.Silos[i].Deactivate();
        steps.Take(in next, "is refused by a fence", i);
    }

    private static void Answer(in CoreState state, ISteps<CoreState> steps, int i, Cell record, string what)
    {
        var next = state;
        next.Serve(record.Value, state.Silos[i].Floor);
        next.Silos[i].Known = record;
        next.Silos[i].EndCall();
        steps.Take(in next, what, i);
    }

    private bool IsRefused(byte epoch, byte fence) => epoch < fence && mutant != Mutant.UnfencedReads;
}
