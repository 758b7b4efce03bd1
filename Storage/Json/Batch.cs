namespace HybridOrleans.Storage.Json;

/// <summary>Decides the changes of one batch, all of different keys, and makes the winners durable together.</summary>
internal static class Batch
{
    /// <summary>Notes an answer for every change.</summary>
    public static void Run(LockedComponent component, IReadOnlyList<IQueuedChange> changes)
    {
        // The fence is asked under the lock. Whoever raises it holds the lock too, so no write of an older epoch is
        // on its way once it has risen.
        var lowest = component.Context.Fence.Read();
        var staged = new List<StagedWrite>(changes.Count);
        var owners = new List<IQueuedChange>(changes.Count);
        foreach (var change in changes)
        {
            try
            {
                if (change.Decide(component, lowest) is { } winner)
                {
                    staged.Add(winner);
                    owners.Add(change);
                }
            }
            catch (LibcException e)
            {
                change.Fail(JsonErrors.NotStaged(component.Context.Component, e));
            }
            catch (OrleansException e)
            {
                change.Fail(e);
            }
        }

        component.Context.Probe?.Reached(ProbePoint.Staged);
        if (staged.Count > 0)
        {
            Note(owners, staged, component.Persist(staged));
        }
    }

    private static void Note(List<IQueuedChange> owners, List<StagedWrite> staged, Exception?[] failures)
    {
        for (var i = 0; i < owners.Count; i++)
        {
            if (failures[i] is { } failure)
            {
                owners[i].Fail(failure);
            }
            else
            {
                owners[i].Accept(staged[i].Entry.Revision);
            }
        }
    }
}
