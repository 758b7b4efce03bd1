using System.Globalization;

namespace HybridOrleans.Cli.Cluster;

/// <summary>Redis, PostgreSQL and silos on this machine, from child processes that end with this one.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly TimeSpan EarlierLimit = TimeSpan.FromSeconds(30);

    private readonly ClusterFolder _folder;
    private readonly ClusterParts _parts;
    private readonly Action<string> _say;
    private readonly List<Part> _servers = [];
    private readonly List<Part> _silos = [];
    private bool _isStopped;

    private LocalCluster(ClusterSettings settings, ClusterFolder folder, ClusterParts parts, Action<string> say)
    {
        Settings = settings;
        _folder = folder;
        _parts = parts;
        _say = say;
    }

    /// <summary>What was wanted.</summary>
    public ClusterSettings Settings { get; }

    /// <summary>Where Redis listens.</summary>
    public int RedisPort { get; private set; }

    /// <summary>Where PostgreSQL listens.</summary>
    public int PostgresPort { get; private set; }

    /// <summary>The folder of the logs.</summary>
    public string Logs => _folder.Logs;

    /// <summary>The silos in the order of their numbers, with their process ids.</summary>
    public IReadOnlyList<Part> Silos => _silos;

    /// <summary>Starts everything and returns when every silo is ready.</summary>
    /// <param name="settings">What is wanted.</param>
    /// <param name="programs">What to start.</param>
    /// <param name="time">The clock of limits.</param>
    /// <param name="say">Gets one line for each step.</param>
    /// <param name="cancellation">Stops what was started.</param>
    /// <exception cref="UsageException">Ports or the folder cannot be had; nothing was started.</exception>
    /// <exception cref="ClusterFailedException">A part did not get ready; all was stopped.</exception>
    public static async Task<LocalCluster> StartAsync(
        ClusterSettings settings, Programs programs, TimeProvider time, Action<string> say,
        CancellationToken cancellation)
    {
        var folder = ClusterFolder.Take(settings.Data);
        var cluster = new LocalCluster(
            settings, folder, new ClusterParts(settings, programs, folder, time), say);
        try
        {
            await folder.WaitForEarlierAsync(time, EarlierLimit, cancellation);
            if (SiloPorts.Taken(settings) is { Count: > 0 } taken)
            {
                throw new UsageException(
                    $"Nothing was started, since ports cannot be had: {string.Join("; ", taken)}. Stop what uses "
                    + "them, or choose others.");
            }

            folder.Begin();
            await cluster.StartAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits, and tells which part ends, until no silo is left.</summary>
    /// <exception cref="ClusterFailedException">No silo is left.</exception>
    /// <exception cref="OperationCanceledException">It is to stop.</exception>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        var left = _servers.Concat(_silos).ToDictionary(part => part.WaitAsync(cancellation));
        while (_silos.Exists(silo => !silo.HasEnded))
        {
            var ended = await Task.WhenAny(left.Keys);
            await ended;
            left.Remove(ended, out var part);
            _say(string.Create(
                CultureInfo.InvariantCulture,
                $"{part!.Name} ended with code {part.ExitCode}; the others go on. {part.Tail()}"));
        }

        throw new ClusterFailedException("No silo is left, so the rest was stopped too. The data is kept.");
    }

    /// <summary>Stops the silos, then PostgreSQL, then Redis.</summary>
    /// <returns>True when each part ended cleanly.</returns>
    public async Task<bool> StopAsync()
    {
        if (_isStopped)
        {
            return true;
        }

        _isStopped = true;
        var isClean = true;
        // One after another: those that leave at the same time contend for the table of members.
        foreach (var part in _silos.Concat(_servers.AsEnumerable().Reverse()).Where(p => !p.HasEnded))
        {
            var ended = await part.StopAsync();
            if (!ended || part.ExitCode != 0)
            {
                isClean = false;
                _say(ended
                    ? $"{part.Name} ended with code {part.ExitCode}. {part.Tail()}"
                    : $"{part.Name} did not stop in time and was killed. {part.Tail()}");
            }
        }

        return isClean;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var part in _silos.Concat(_servers))
        {
            await part.DisposeAsync();
        }

        _parts.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        RedisPort = Settings.RedisPort == 0 ? SiloPorts.Free() : Settings.RedisPort;
        var redis = _parts.StartRedis(RedisPort);
        _servers.Add(redis);
        await _parts.RedisIsReadyAsync(redis, RedisPort, cancellation);
        _say($"Redis runs on 127.0.0.1:{RedisPort}.");

        var postgres = _parts.StartPostgres();
        _servers.Add(postgres);
        var connection = await _parts.PostgresIsReadyAsync(postgres, cancellation);
        PostgresPort = PortOf(connection);
        _say($"PostgreSQL runs on 127.0.0.1:{PostgresPort}.");

        // One after another: the first one makes the stores, and those that join at once contend for the table.
        for (var number = 1; number <= Settings.Silos; number++)
        {
            var silo = _parts.StartSilo(number, RedisPort, connection);
            _silos.Add(silo);
            await _parts.SiloIsReadyAsync(silo, number, cancellation);
            _say($"{silo.Name} is ready.");
        }
    }

    /// <summary>The one thing of a connection string that may be shown.</summary>
    private static int PortOf(string connection) => connection.Split(';')
        .Select(setting => setting.Split('='))
        .Where(setting => setting is ["Port", _])
        .Select(setting => int.Parse(setting[1], CultureInfo.InvariantCulture))
        .Single();
}
