using HybridOrleans.TestKit.Network;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>A silo process that can be killed and started again, and its wire to PostgreSQL.</summary>
internal sealed class RunningSilo(
    string folder, TcpProxy wire, IReadOnlyList<string> arguments, Action<RunningSilo> becameController)
    : IAsyncDisposable
{
    private const string Controls = "The migration controller works on this silo.";
    private SiloChild? _process;

    public SiloPorts Ports { get; } = SiloPorts.Free();

    public TcpProxy Wire => wire;

    private SiloChild Process => _process ?? throw new InvalidOperationException("It was not started.");

    public int ProcessId => Process.Id;

    public bool HasEnded => _process is { HasEnded: true };

    public async Task StartAsync(CancellationToken cancellation)
    {
        _process = await SiloChild.StartAsync(folder, Ports, cancellation, arguments);
        _process.Said += Hear;
        _process.Output.Split('\n').ToList().ForEach(Hear);
    }

    public async Task KillAsync()
    {
        await Process.KillAsync();
        await ForgetAsync();
    }

    public Task FreezeAsync() => Process.FreezeAsync();

    public Task ThawAsync() => Process.ThawAsync();

    /// <summary>Starts it again if it has ended by itself, as a service manager does.</summary>
    /// <returns>True when it had.</returns>
    public async Task<bool> ReviveAsync(CancellationToken cancellation)
    {
        if (!HasEnded)
        {
            return false;
        }

        await ForgetAsync();
        await StartAsync(cancellation);
        return true;
    }

    /// <summary>Stops it cleanly, which brings what its journal holds into the files.</summary>
    public Task<int> StopAsync(CancellationToken cancellation) => Process.StopAsync(cancellation);

    /// <summary>The last lines that it wrote.</summary>
    public string Tail(int lines) => string.Join('\n', (_process?.Output ?? "").Split('\n').TakeLast(lines));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.ThawAsync();
            await _process.DisposeAsync();
        }

        await wire.DisposeAsync();
    }

    /// <summary>One that does not start again must not stand for the one before it.</summary>
    private async Task ForgetAsync()
    {
        var ended = Process;
        _process = null;
        await ended.DisposeAsync();
    }

    private void Hear(string line)
    {
        if (line.Contains(Controls, StringComparison.Ordinal))
        {
            becameController(this);
        }
    }
}
