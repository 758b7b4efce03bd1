using Orleans.Providers;

namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType("old-style")]
[StorageProvider(ProviderName = ProviderCluster.StorageName)]
public sealed class OldStyleGrain : Grain<Notebook>, IOldStyleGrain
{
    public Task WriteAsync(string title)
    {
        State.Title = title;
        return WriteStateAsync();
    }

    public ValueTask<string> LookAsync() => new(State.Title);
}
