using HybridOrleans.Grains.Interfaces;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Connection;

[GrainType("pulse")]
[StatelessWorker]
internal sealed class PulseGrain : Grain, IPulseGrain
{
    public ValueTask BeatAsync() => ValueTask.CompletedTask;
}
