namespace HybridOrleans.Storage.Json;

/// <summary>Lets a test stop a process at a known moment. A store in production has none.</summary>
internal interface IProbe
{
    /// <summary>Called on the thread that does the work.</summary>
    void Reached(ProbePoint point);
}
