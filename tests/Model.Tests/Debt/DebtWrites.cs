using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Debt;

/// <summary>Writes: the root, then by the view of that moment the follower or the debt, then the answer.</summary>
internal sealed class DebtWrites(Mutant mutant, DebtBounds bounds)
{
    public void Explore(in DebtState state, ISteps<DebtState> steps, int i)
    {
        switch (state.Silos[i].At)
        {
            case DebtSilo.Idle:
                Begin(in state, steps, i);
                break;
            case DebtSilo.AtRoot:
                WriteRoot(in state, steps, i);
                break;
            case DebtSilo.Written:
                Finish(in state, steps, i);
                break;
            case DebtSilo.Owing:
                var next = state;
                next.Ledger.Raise();
                next.Silos[i].EndWrite();
                steps.Take(in next, "raises the debt after it has acknowledged", i);
                break;
        }
    }

    private void Begin(in DebtState state, ISteps<DebtState> steps, int i)
    {
        if (state.Writes >= bounds.Writes || !IsFresh(state.Silos[i]))
        {
            return;
        }

        for (byte key = 0; key < 2; key++)
        {
            var next = state;
            next.Writes++;
            next.Silos[i].At = DebtSilo.AtRoot;
            next.Silos[i].Key = key;
            steps.Take(in next, key == 0 ? "begins a write of key 0" : "begins a write of key 1", i);
        }
    }

    private static void WriteRoot(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var next = state;
        ref var silo = ref next.Silos[i];
        silo.At = DebtSilo.Written;
        silo.Revision = (byte)(state.Root[silo.Key] + 1);
        next.Root[silo.Key] = silo.Revision;
        steps.Take(in next, "has its write at the root", i);

        var lost = state;
        lost.Silos[i].EndWrite();
        steps.Take(in lost, "dies before the root has its write", i);
    }

    private void Finish(in DebtState state, ISteps<DebtState> steps, int i)
    {
        var silo = state.Silos[i];
        var next = state;
        next.Silos[i].EndWrite();
        steps.Take(in next, "dies before it acknowledges", i);

        // A view that says Off must still be fresh once the root has the write: if it is not, the silo pulls first, and
        // goes by what it learns. One that mirrors is harmless however old.
        if (silo.Mirrors == 0 && !IsFresh(silo) && mutant != Mutant.LeaseCheckedOnlyBeforeTheWrite)
        {
            return;
        }

        next.Acknowledged[silo.Key] = Math.Max(state.Acknowledged[silo.Key], silo.Revision);
        if (silo.Mirrors == 0)
        {
            steps.Take(in next, "acknowledges by its view, which says Off", i);
            return;
        }

        var mirrored = next;
        mirrored.Follower[silo.Key] = Math.Max(state.Follower[silo.Key], silo.Revision);
        steps.Take(in mirrored, "has its write at the follower, and acknowledges", i);
        FailAtFollower(in state, in next, steps, i);
    }

    private void FailAtFollower(in DebtState state, in DebtState acknowledged, ISteps<DebtState> steps, int i)
    {
        var next = acknowledged;
        if (mutant == Mutant.DebtAfterAcknowledging)
        {
            next.Silos[i].At = DebtSilo.Owing;
            steps.Take(in next, "cannot reach the follower, and acknowledges", i);
            return;
        }

        if (mutant != Mutant.DebtRememberedInMemory || state.Silos[i].HasRaised == 0)
        {
            next.Ledger.Raise();
        }

        next.Silos[i].HasRaised = (byte)(mutant == Mutant.DebtRememberedInMemory ? 1 : 0);
        steps.Take(in next, "cannot reach the follower, raises the debt, and acknowledges", i);
    }

    private bool IsFresh(DebtSilo silo) => silo.Age < DebtSilo.Expired || mutant == Mutant.NoLease;
}
