using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Client;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Cli.Tests.Processes;

/// <summary>A silo in a process of its own, with its data in a folder of its own.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _data = new();
    private readonly SiloPorts _ports = SiloPorts.Free();
    private ChildProcess? _silo;

    /// <summary>A client of the silo.</summary>
    internal HybridClient Client { get; private set; } = null!;

    private string Gateway => $"127.0.0.1:{_ports.Gateway}";

    public async ValueTask InitializeAsync()
    {
        Start();
        var options = new HybridClientOptions { ConnectTimeout = StartTimeMax };
        options.Gateways.Add(Gateway);
        try
        {
            Client = await HybridClient.ConnectAsync(options, loggers: null, TestContext.Current.CancellationToken);
        }
        catch (Exception e)
        {
            _silo!.Kill();
            var (code, output, messages) = await _silo.EndAsync();
            throw new InvalidOperationException($"The silo did not start ({code}): {output}{messages}", e);
        }
    }

    /// <summary>Runs the operator tool against the silo.</summary>
    internal ChildProcess Hybrid(params string[] arguments)
        => ChildProcess.Start(
            "Cli", _data.Path, new Dictionary<string, string>(), [.. arguments, "--gateway", Gateway]);

    /// <summary>Ends the silo with SIGKILL and starts another one on the same data.</summary>
    internal async Task KillAndStartAgainAsync()
    {
        await Client.DisposeAsync();
        _silo!.Kill();
        await _silo.EndAsync();
        _silo.Dispose();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _silo?.Dispose();
        _data.Dispose();
    }

    private void Start()
        => _silo = ChildProcess.Start("Silo", _data.Path, new Dictionary<string, string>
        {
            ["HybridOrleans__Silo__SiloPort"] = $"{_ports.Silo}",
            ["HybridOrleans__Silo__GatewayPort"] = $"{_ports.Gateway}",
            ["HybridOrleans__Silo__HttpUrl"] = $"http://127.0.0.1:{_ports.Http}",
            ["HybridOrleans__Silo__EmbeddedPostgres"] = "Never",
            ["HybridOrleans__Components__users"] = "json",
            ["HybridOrleans__Components__grains"] = "json",
        });
}
