using HybridOrleans.Storage.Json;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Runs something each time a store in this process passes a point.</summary>
internal sealed class EveryProbe(ProbePoint point, Action act) : IProbe
{
    public void Reached(ProbePoint reached)
    {
        if (reached == point)
        {
            act();
        }
    }
}
