using HybridOrleans.Storage;
using HybridOrleans.Storage.GrainStorage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A silo that names the provider in its configuration only.</summary>
public sealed class ConfiguredProviderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_section_with_our_provider_type_is_enough()
    {
        using var host = Build(new Dictionary<string, string?>
        {
            ["Orleans:GrainStorage:hybrid:ProviderType"] = "Strangler",
            ["Orleans:GrainStorage:hybrid:InitStage"] = "12000",
            ["Orleans:GrainStorage:Default:ProviderType"] = "Strangler",
            ["Orleans:GrainStorage:Default:SerializerKey"] = "binary",
            ["HybridOrleans:Components:grains"] = "memory",
        });
        await host.StartAsync(Cancel);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IStringNotebook>("из настроек");
        Assert.Equal("1", (await grain.WriteAsync("настроено")).ETag);
        var options = host.Services.GetRequiredService<IOptionsMonitor<StranglerGrainStorageOptions>>();
        Assert.Equal(12_000, options.Get("hybrid").InitStage);
        Assert.IsType<JsonGrainStorageSerializer>(options.Get("hybrid").GrainStorageSerializer);
        Assert.IsType<OrleansGrainStorageSerializer>(options.Get("Default").GrainStorageSerializer);
        Assert.IsType<StranglerGrainStorage>(host.Services.GetRequiredService<IGrainStorage>());
        await host.StopAsync(Cancel);
        var late = new GrainState<Notebook>();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => host.Services
            .GetRequiredKeyedService<IGrainStorage>("hybrid")
            .ReadStateAsync("page", grain.GetGrainId(), late, Cancel));
    }

    [Fact]
    public async Task A_silo_with_wrong_settings_does_not_start_and_says_why()
    {
        using var host = Build(new Dictionary<string, string?>
        {
            ["Orleans:GrainStorage:hybrid:ProviderType"] = "Strangler",
            ["Orleans:GrainStorage:hybrid:InitStage"] = "soon",
            ["Orleans:GrainStorage:other:ProviderType"] = "Strangler",
            ["Orleans:GrainStorage:other:SerializerKey"] = "missing",
            ["HybridOrleans:Components:grains"] = "mongodb",
        });
        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync(Cancel));
        Assert.Contains("3 mistake(s)", error.Message, StringComparison.Ordinal);
        Assert.Contains("HybridOrleans:Components:grains = 'mongodb'", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Orleans:GrainStorage:hybrid:InitStage = 'soon': expected a whole number.",
            error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Orleans:GrainStorage:other:SerializerKey = 'missing': no serializer is registered under this key.",
            error.Message, StringComparison.Ordinal);
    }

    private static IHost Build(Dictionary<string, string?> settings)
    {
        var (silo, gateway) = new TestClusterPortAllocator().AllocateConsecutivePortPairs(1);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.UseOrleans(s => s.UseLocalhostClustering(silo, gateway));
        builder.Services.AddKeyedSingleton<IGrainStorageSerializer>(
            "binary", (s, _) => ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(s));
        return builder.Build();
    }
}
