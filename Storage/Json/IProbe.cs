namespace HybridOrleans.Storage.Json;

/// <summary>Lets a test stop a process at a known moment. A store in production has none.</summary>
internal interface IProbe
{
    /// <summary>
    /// Called on the thread that does the work. At <see cref="ProbePoint.Appended"/> and at
    /// <see cref="ProbePoint.FileSystemFlushing"/> it may throw <see cref="LibcException"/> in the place of the flush,
    /// and at <see cref="ProbePoint.HolderSought"/> in the place of the search.
    /// </summary>
    void Reached(ProbePoint point);
}
