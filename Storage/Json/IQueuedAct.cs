namespace HybridOrleans.Storage.Json;

/// <summary>Queued work that is no write.</summary>
internal interface IQueuedAct
{
    /// <summary>Does the work and notes its answer.</summary>
    void Run(LockedComponent component);
}
