using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>One silo on a store whose answers a test can take away.</summary>
public sealed class InterceptedProvider : ProviderCluster
{
    public InterceptedStore Store { get; } = new();

    public override string StoreName => Store.Name;

    protected override short SiloCount => 1;

    protected override ValueTask StartStoreAsync(IDictionary<string, string?> settings)
    {
        settings["HybridOrleans:Settling:Limit"] = "00:00:00.3";
        return ValueTask.CompletedTask;
    }

    protected override void ConfigureStore(IServiceCollection services)
        => services.AddSingleton<IStoreKind>(new FixedStoreKind(Store));
}
