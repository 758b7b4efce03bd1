using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit.Histories;
using HybridOrleans.TestKit.Network;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>What happens to two silos, one thing after another. Each ends before the next one begins.</summary>
internal sealed class ClusterFaults(TwoSilos cluster, Random random, CancellationToken stop)
{
    private static readonly byte[] Commit = "COMMIT"u8.ToArray();
    private readonly List<string> _struck = [];

    /// <summary>What happened so far, by name.</summary>
    public IReadOnlyList<string> Struck => _struck;

    /// <summary>Strikes until it is told to stop: each kind once in each round, in any order.</summary>
    public async Task StrikeAsync()
    {
        (string Name, Func<Task> Strike)[] faults =
        [
            ("PostgreSQL stopped", StopPostgresAsync),
            ("connection cut behind a COMMIT",
                () => WireAsync(ProxyDirection.ToServer, Commit, ProxyVerdict.PassThenCut)),
            ("answer of PostgreSQL lost", () => WireAsync(ProxyDirection.ToClient, [], ProxyVerdict.Cut)),
            ("connection frozen in a batch", () => WireAsync(ProxyDirection.ToServer, [], ProxyVerdict.FreezeMiddle)),
            ("disk of the files full", FillDiskAsync),
            ("silo of the controller killed", KillControllerAsync),
            ("silo frozen", FreezeAsync),
        ];
        while (!stop.IsCancellationRequested)
        {
            random.Shuffle(faults);
            foreach (var (name, strike) in faults)
            {
                await PassAsync(500, 3_000);
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                _struck.Add(name);
                await strike();
            }
        }
    }

    private async Task StopPostgresAsync()
    {
        await cluster.Server.StopAsync(EmbeddedPostgresStopMode.Immediate, CancellationToken.None);
        await PassAsync(200, 4_000);
        await cluster.Server.StartAsync(CancellationToken.None);
    }

    /// <summary>Strikes a few pieces with certain bytes on one silo's wire; each ends its connection.</summary>
    private async Task WireAsync(ProxyDirection direction, byte[] holds, ProxyVerdict verdict)
    {
        var wire = Any().Wire;
        var left = random.Next(1, 6);
        wire.Rule = (to, piece) => to == direction && piece.Span.IndexOf(holds) >= 0
            && Interlocked.Decrement(ref left) >= 0 ? verdict : ProxyVerdict.Pass;
        await PassAsync(500, 3_000);
        wire.Heal();
    }

    private async Task FillDiskAsync()
    {
        await cluster.FillDiskAsync();
        await PassAsync(200, 2_000);
        cluster.EmptyDisk();
    }

    private async Task KillControllerAsync()
    {
        var silo = cluster.Controller
            ?? throw new InvalidOperationException("No silo has said that the migration controller works there.");
        await silo.KillAsync();
        await silo.StartAsync(CancellationToken.None);
    }

    private async Task FreezeAsync()
    {
        var silo = Any();
        await silo.FreezeAsync();
        await PassAsync(3_000, 6_000);
        await silo.ThawAsync();
    }

    private RunningSilo Any() => cluster.Silos[random.Next(cluster.Silos.Count)];

    private Task PassAsync(int from, int to) => TimeProvider.System.PassAsync(random.Next(from, to), stop);
}
