using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit.Histories;
using HybridOrleans.TestKit.Network;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>What happens to three silos and what they stand on, one thing after another.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="doubts">Takes note of what happens to silos.</param>
/// <param name="random">What happens.</param>
/// <param name="isLong">Whether there is time for a silo that is declared dead while it is frozen.</param>
/// <param name="stop">Ends it, after the fault under way.</param>
internal sealed class ClusterStrikes(
    ThreeSilos cluster, Doubts doubts, Random random, bool isLong, CancellationToken stop) : IDisposable
{
    private static readonly byte[] Commit = "COMMIT"u8.ToArray();
    private readonly CacheStrikes _cache = new(cluster.Cache);
    private readonly List<string> _struck = [];

    /// <summary>What happened so far, by name.</summary>
    public IReadOnlyList<string> Struck => _struck;

    /// <summary>Strikes until it is told to stop: each kind once in each round, in any order.</summary>
    public async Task StrikeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await StrikeOnceAsync();
        }
    }

    /// <summary>One round.</summary>
    public async Task StrikeOnceAsync()
    {
        (string Name, Func<Task> Strike)[] faults =
        [
            ("silo killed", () => doubts.DuringAsync(KillAsync)),
            ("silo frozen for a moment", () => doubts.DuringAsync(() => FreezeAsync(1_000, 4_000))),
            ("silo added, one stopped", () => doubts.DuringAsync(ReplaceAsync)),
            ("PostgreSQL stopped", StopPostgresAsync),
            ("connection cut behind a COMMIT", CutAsync),
            ("cache killed", _cache.KillAsync),
            ("cache flushed", _cache.FlushAsync),
            ("cache restored from an old copy", _cache.RestoreAsync),
        ];
        if (isLong)
        {
            faults =
            [
                .. faults,
                ("silo frozen until it is declared dead", () => doubts.DuringAsync(() => FreezeAsync(16_000, 20_000))),
                ("Redis of the members killed", KillMembersAsync),
            ];
        }

        random.Shuffle(faults);
        foreach (var (name, strike) in faults)
        {
            await PassAsync(300, isLong ? 3_000 : 600);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            await ReviveAsync();
            _cache.Age();
            _struck.Add(name);
            await strike();
        }
    }

    /// <summary>Starts what has ended by itself, as a service manager does.</summary>
    public async Task ReviveAsync()
    {
        if (cluster.Silos.Any(silo => silo.HasEnded))
        {
            _struck.Add("silo ended by itself");
            doubts.AfterAnEnd();
            await doubts.DuringAsync(cluster.ReviveAsync);
        }
    }

    public void Dispose() => _cache.Dispose();

    private async Task KillAsync()
    {
        var silo = Any();
        await silo.KillAsync();
        await PassAsync(0, 2_000);
        await silo.StartAsync(CancellationToken.None);
    }

    private async Task FreezeAsync(int from, int to)
    {
        var silo = Any();
        await silo.FreezeAsync();
        await PassAsync(from, to);
        await silo.ThawAsync();
        // One that was declared dead answers for a moment, and then ends itself.
        await PassAsync(1_000, from);
    }

    private async Task ReplaceAsync()
    {
        await cluster.AddAsync();
        await PassAsync(500, 2_000);
        await cluster.RetireAsync(Any());
    }

    private async Task StopPostgresAsync()
    {
        await cluster.Server.StopAsync(EmbeddedPostgresStopMode.Immediate, CancellationToken.None);
        await PassAsync(200, isLong ? 4_000 : 1_500);
        await cluster.Server.StartAsync(CancellationToken.None);
    }

    private async Task CutAsync()
    {
        var wire = Any().Wire;
        var left = random.Next(1, 6);
        wire.Rule = (to, piece) => to == ProxyDirection.ToServer && piece.Span.IndexOf(Commit) >= 0
            && Interlocked.Decrement(ref left) >= 0 ? ProxyVerdict.PassThenCut : ProxyVerdict.Pass;
        await PassAsync(500, 2_000);
        wire.Heal();
    }

    private async Task KillMembersAsync()
    {
        await cluster.Members.KillAsync();
        await PassAsync(500, 3_000);
        await cluster.Members.StartAgainAsync(CancellationToken.None);
    }

    private RunningSilo Any() => cluster.Silos[random.Next(cluster.Silos.Count)];

    private Task PassAsync(int from, int to) => TimeProvider.System.PassAsync(random.Next(from, to + 1), stop);
}
