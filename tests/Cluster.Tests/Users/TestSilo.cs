using System.Net;
using System.Net.Sockets;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>A silo in this process on free ports, with users in memory, that real clients connect to.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, int gatewayPort)
    {
        _host = host;
        GatewayPort = gatewayPort;
    }

    public int GatewayPort { get; }

    public string Gateway => $"127.0.0.1:{GatewayPort}";

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <param name="store">The store behind the silo; silos that are given the same one share their data.</param>
    /// <param name="configure">Changes the silo last.</param>
    /// <param name="gatewayPort">0 for a free one.</param>
    public static async Task<TestSilo> StartAsync(
        MemoryRecordStore? store = null, Action<ISiloBuilder>? configure = null, int gatewayPort = 0)
    {
        gatewayPort = gatewayPort == 0 ? FreePort() : gatewayPort;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([
            new("HybridOrleans:Components:users", "memory"),
            new("HybridOrleans:Components:grains", "memory"),
        ]);
        builder.Services.AddSingleton(store ?? new MemoryRecordStore());
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                FreePort(), gatewayPort, null, ClusterDefaults.ServiceId, ClusterDefaults.ClusterId);
            silo.AddHybridGrains();
            configure?.Invoke(silo);
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, gatewayPort);
    }

    public Task<HybridClient> ConnectAsync(Action<HybridClientOptions>? configure = null)
    {
        var options = new HybridClientOptions { Gateways = { Gateway } };
        configure?.Invoke(options);
        return HybridClient.ConnectAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
