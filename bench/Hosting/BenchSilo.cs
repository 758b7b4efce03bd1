using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HybridOrleans.Bench.Baselines;
using HybridOrleans.Client;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace HybridOrleans.Bench.Hosting;

/// <summary>One silo that has every contender at once, and a client that reaches it over TCP.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private const string Cluster = "bench";

    private readonly IHost _silo;
    private readonly IHost _client;
    private readonly int _gatewayPort;

    private BenchSilo(IHost silo, IHost client, int gatewayPort)
    {
        _silo = silo;
        _client = client;
        _gatewayPort = gatewayPort;
    }

    public IServiceProvider Services => _silo.Services;

    /// <summary>Calls from inside the silo: no network, the least that a call can cost.</summary>
    public IGrainFactory Inside => _silo.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Calls as a bot makes them: through the gateway.</summary>
    public IGrainFactory Outside => _client.Services.GetRequiredService<IGrainFactory>();

    public IGrainStorage Storage(string name) => _silo.Services.GetRequiredKeyedService<IGrainStorage>(name);

    public static async Task<BenchSilo> StartAsync(string folder, string? postgres)
    {
        var (siloPort, gatewayPort) = (FreePort(), FreePort());
        var silo = Quiet();
        silo.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["HybridOrleans:Components:grains"] = "json",
            ["HybridOrleans:Components:users"] = postgres is null ? "json" : "postgres",
            ["HybridOrleans:Components:analytics"] = postgres is null ? "json" : "postgres",
            ["HybridOrleans:Components:configuration"] = "json",
            ["HybridOrleans:Components:conversations"] = postgres is null ? "json" : "postgres",
            ["HybridOrleans:Json:RootDirectory"] = Path.Combine(folder, "json"),
            ["HybridOrleans:Postgres:ConnectionString"] = postgres,
        });
        silo.UseOrleans(o => Configure(
            o.UseLocalhostClustering(siloPort, gatewayPort, null, Cluster, Cluster), folder, postgres));
        var client = Quiet();
        client.UseOrleansClient(o => o.UseLocalhostClustering(gatewayPort, Cluster, Cluster));
        var hosts = new BenchSilo(silo.Build(), client.Build(), gatewayPort);
        await hosts._silo.StartAsync();
        await hosts._client.StartAsync();
        return hosts;
    }

    /// <summary>Connects as a bot does, with our own client.</summary>
    public Task<HybridClient> ConnectAsync()
    {
        var options = new HybridClientOptions { ClusterId = Cluster, ServiceId = Cluster };
        options.Gateways.Add(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_gatewayPort}"));
        return HybridClient.ConnectAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        await _silo.StopAsync();
        _client.Dispose();
        _silo.Dispose();
    }

    private static void Configure(ISiloBuilder silo, string folder, string? postgres)
    {
        silo.AddHybridGrains();
        silo.AddStranglerGrainStorage(StorageNames.Hybrid, o => o.Records
            .Add(StorageNames.Json, StorageNames.State, id => Key(Component.Configuration, id))
            .Add(StorageNames.Postgres, StorageNames.State, id => Key(Component.Conversations, id)));
        if (postgres is null)
        {
            return;
        }

        silo.AddAdoNetGrainStorage(StorageNames.AdoNet, o =>
        {
            o.Invariant = "Npgsql";
            o.ConnectionString = postgres;
        });
        AddFiles(silo, StorageNames.File, folder, writeThrough: false);
        AddFiles(silo, StorageNames.DurableFile, folder, writeThrough: true);
    }

    private static void AddFiles(ISiloBuilder silo, string name, string folder, bool writeThrough)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        silo.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => new TutorialFileStorage(
            root, services.GetRequiredService<IGrainStorageSerializer>(), writeThrough));
    }

    private static RecordKey Key(Component component, GrainId id)
        => RecordKey.Create(component, "bench", id.Key.ToString()!);

    private static HostApplicationBuilder Quiet()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        return builder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
