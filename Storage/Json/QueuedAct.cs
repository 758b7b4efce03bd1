namespace HybridOrleans.Storage.Json;

/// <summary>Something else than a write that needs the lock of its component: it runs alone under it.</summary>
/// <param name="act">What to do; what it throws goes to the caller.</param>
internal sealed class QueuedAct<T>(Func<LockedComponent, T> act) : QueuedWork<T>, IQueuedAct
{
    /// <inheritdoc/>
    public void Run(LockedComponent component)
    {
        try
        {
            Settle(act(component));
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }
}
