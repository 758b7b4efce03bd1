using System.Diagnostics;
using System.Text.Json;
using HybridOrleans.Client;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Cli.Tests.Cluster;

/// <summary><c>hybrid cluster up</c> as a process, on ports of its own.</summary>
internal sealed class ClusterRun : IAsyncDisposable
{
    /// <summary>How long what is left of a killed run may take to end by itself on a busy machine.</summary>
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly TestKit.Processes.ChildProcess _process;
    private readonly int _id;
    private readonly string _data;

    private ClusterRun(TestKit.Processes.ChildProcess process, string data)
        => (_process, _id, _data) = (process, process.Id, data);

    /// <summary>The processes that name the data folder in their command lines, this run's own left out.</summary>
    public IReadOnlyList<string> Parts => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => Path.GetFileName(folder))
        .Where(id => int.TryParse(id, out var number) && number != _id && NamesData(id))];

    /// <summary>Starts one, and does not wait for it.</summary>
    public static ClusterRun Launch(string data, int silos, params string[] arguments)
    {
        // Consecutive ports below those that the system gives to outgoing connections.
        var first = SiloPorts.Free();
        string[] all =
        [
            "cluster", "up", "--silos", $"{silos}", "--data", data, "--format", "json",
            "--silo-port", $"{first.Silo}", "--gateway-port", $"{first.Gateway}", "--http-port", $"{first.Http}",
            // A disk that others keep busy is not to end a silo at its start.
            "--set", "HybridOrleans:Json:OperationTimeout=00:00:08",
            .. arguments,
        ];
        return new ClusterRun(
            TestKit.Processes.ChildProcess.Start("HybridOrleans.Cli", string.Join(' ', all)), data);
    }

    /// <summary>Waits until it says that it runs.</summary>
    /// <returns>What it says.</returns>
    public async Task<JsonElement> ReadyAsync()
    {
        var end = await _process.WaitForAsync("}");
        return JsonDocument.Parse(string.Concat(_process.Lines.Take(end))).RootElement;
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync(_id, "-TERM");
        return await EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForEndAsync();
        return _process.ExitCode;
    }

    /// <summary>Kills it, and nothing else.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Waits until no part is left.</summary>
    public async Task NothingIsLeftAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(LookEvery);
        while (Parts is { Count: > 0 } left)
        {
            Assert.True(
                Stopwatch.GetElapsedTime(began) < EndTimeMax,
                $"After {EndTimeMax} these processes are left: {string.Join(", ", left)}");
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A client that knows one silo only.</summary>
    public static Task<HybridClient> ConnectAsync(JsonElement cluster, int silo)
    {
        var gateway = cluster.GetProperty("silos")[silo].GetProperty("gateway").GetString()!;
        return HybridClient.ConnectAsync(
            new HybridClientOptions { Gateways = { gateway } }, loggers: null, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        foreach (var part in Parts)
        {
            await SignalAsync(int.Parse(part, null), "-KILL");
        }
    }

    private static async Task SignalAsync(int process, string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process}"]);
        await kill.WaitForExitAsync();
    }

    private bool NamesData(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(_data, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return false;
        }
    }
}
