using System.Net;
using System.Net.Sockets;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Cli.Tests.Cluster;

/// <summary>What cannot be started is told before anything is.</summary>
public sealed class ClusterRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CommandLineHarness _hybrid = new();
    private readonly SiloPorts _ports = SiloPorts.Free();

    public ClusterRefusalTests()
        => _hybrid.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH")!;

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_redis_it_says_how_to_get_it()
    {
        _hybrid.Environment["PATH"] = _folder.Path;
        await AssertRefusedAsync("The program 'redis-server' is not in PATH");
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Without_the_silo_it_says_where_it_looked()
    {
        _hybrid.Environment["HYBRID_SILO"] = Path.Combine(_folder.Path, "no-silo.dll");
        await AssertRefusedAsync($"The silo's program was not found at {Path.Combine(_folder.Path, "no-silo.dll")}.");
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_option_that_moves_it()
    {
        using var user = new TcpListener(IPAddress.Loopback, _ports.Gateway + 1);
        user.Start();
        await AssertRefusedAsync($"{_ports.Gateway + 1} is in use, and wanted for silo 2, gateway (--gateway-port)");
    }

    [Fact]
    public async Task Ports_that_run_into_each_other_are_named()
        => await AssertRefusedAsync(
            $"{_ports.Silo + 1} is wanted twice: silo 1, gateway (--gateway-port); silo 2, other silos (--silo-port)",
            "--gateway-port", $"{_ports.Silo + 1}");

    [Fact]
    public async Task An_empty_folder_may_be_a_volume_that_is_not_mounted()
    {
        Directory.CreateDirectory(Data);
        await AssertRefusedAsync($"The folder '{Data}' exists and is empty: a volume that is not mounted looks");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Data));
    }

    [Fact]
    public async Task A_folder_that_another_one_works_with_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(Data, ".cluster"));
        await using var other = new FileStream(
            Path.Combine(Data, ".cluster", "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await AssertRefusedAsync("If another 'hybrid cluster up' works with it, stop that one");
    }

    [Theory]
    [InlineData("--silos", "10", "--silos 10 is outside 1 to 9.")]
    [InlineData("--gateway-port", "0", "--gateway-port 0 is outside 1 to 65526.")]
    [InlineData("--set", "Dashboard", "--set takes NAME=VALUE, not 'Dashboard'.")]
    public async Task A_value_out_of_range_is_named(string option, string value, string message)
        => await AssertRefusedAsync(message, option, value);

    private async Task AssertRefusedAsync(string message, params string[] arguments)
    {
        string[] places = ["--silo-port", $"{_ports.Silo}", "--http-port", $"{_ports.Http}"];
        string[] gateway = arguments.Contains("--gateway-port") ? [] : ["--gateway-port", $"{_ports.Gateway}"];
        var result = await _hybrid.RunAsync(["cluster", "up", "--data", Data, .. places, .. gateway, .. arguments]);
        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(message, result.Messages, StringComparison.Ordinal);
        Assert.Empty(result.Text);
    }
}
