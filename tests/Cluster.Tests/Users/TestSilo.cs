using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Network;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>A silo in this process on free ports, that real clients connect to. Its store is the test's.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, int gatewayPort, LogCapture log)
    {
        _host = host;
        GatewayPort = gatewayPort;
        Log = log;
    }

    public int GatewayPort { get; }

    /// <summary>Everything that the silo logged, debug messages left out.</summary>
    public LogCapture Log { get; }

    public string Gateway => $"127.0.0.1:{GatewayPort}";

    public IServiceProvider Services => _host.Services;

    /// <summary>Calls from inside the silo, which nothing checks before they reach a grain.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo.</summary>
    /// <param name="store">Silos that are given the same one share their data and nothing else.</param>
    /// <param name="configure">Changes the silo last.</param>
    /// <param name="gatewayPort">0 for a free one.</param>
    public static async Task<TestSilo> StartAsync(
        IRecordStore store, Action<ISiloBuilder>? configure = null, int gatewayPort = 0)
    {
        gatewayPort = gatewayPort == 0 ? FreePorts.Next() : gatewayPort;
        var log = new LogCapture();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([
            new("HybridOrleans:Components:users", store.Name),
            new("HybridOrleans:Components:conversations", store.Name),
            new("HybridOrleans:Components:configuration", store.Name),
            new("HybridOrleans:Components:analytics", store.Name),
            new("HybridOrleans:Components:grains", store.Name),
        ]);
        if (store is MemoryRecordStore memory)
        {
            builder.Services.AddSingleton(memory);
        }
        else
        {
            builder.Services.AddSingleton<IStoreKind>(new FixedStoreKind(store));
        }

        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                FreePorts.Next(), gatewayPort, null, ClusterDefaults.ServiceId, ClusterDefaults.ClusterId);
            silo.AddHybridGrains();
            configure?.Invoke(silo);
        });
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, gatewayPort, log);
    }

    public Task<HybridClient> ConnectAsync(Action<HybridClientOptions>? configure = null)
    {
        var options = new HybridClientOptions { Gateways = { Gateway } };
        configure?.Invoke(options);
        return HybridClient.ConnectAsync(options);
    }

    /// <summary>Stops without waiting for calls under way, as far as a silo inside this process can.</summary>
    public Task KillAsync() => _host.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
