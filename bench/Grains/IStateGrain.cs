using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Grains;

/// <summary>A grain that keeps 1 KB in whichever storage its class names.</summary>
[Alias("bench.state")]
public interface IStateGrain : IGrainWithStringKey
{
    [Alias("save")]
    ValueTask SaveAsync(JsonText body);
}
