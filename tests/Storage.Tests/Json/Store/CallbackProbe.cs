using HybridOrleans.Storage.Json;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Runs something when a store in this process passes a point for the first time.</summary>
internal sealed class CallbackProbe(ProbePoint point, Action act) : IProbe
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the point is reached.</summary>
    public Task Reached => _reached.Task;

    void IProbe.Reached(ProbePoint reached)
    {
        if (reached == point && _reached.TrySetResult())
        {
            act();
        }
    }
}
