using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>Clients, an operator and faults for a while; then rest, and a look without the product.</summary>
internal sealed class SiloHistory(TwoSilos cluster, int seed)
{
    private const int Clients = 4;
    private const int CallersEach = 3;
    private const int Profiles = 3_000;
    private readonly HistoryLog _log = new();
    private readonly ConcurrentQueue<Violation> _damage = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<SiloHistoryReport> RunAsync(TimeSpan duration)
    {
        var clients = new List<HybridClient>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        try
        {
            for (var number = 0; number <= Clients; number++)
            {
                clients.Add(await cluster.ConnectAsync());
            }

            var faults = new ClusterFaults(cluster, new Random(seed), end.Token);
            var conductor = new MigrationOperator(
                clients[Clients], ComponentName.Users, new Random(seed + 1), end.Token);
            List<Task> load =
            [
                .. Enumerable.Range(0, Clients * CallersEach)
                    .Select(number => NewCaller(clients, number).RunAsync(end.Token)),
                conductor.OperateAsync(),
            ];
            var striking = faults.StrikeAsync();
            await Task.WhenAny([TimeProvider.System.PassAsync(duration, Cancel), striking, .. load]);
            await end.CancelAsync();
            await striking;
            await Task.WhenAll(load);
            return await JudgeAsync(await conductor.RestAsync(), faults, conductor);
        }
        finally
        {
            await end.CancelAsync();
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private DocumentCaller NewCaller(List<HybridClient> clients, int number)
    {
        var client = number % Clients;
        var random = new Random(HashCode.Combine(seed, number));
        return new DocumentCaller(
            new ProfileDocuments(clients[client], Profiles), $"client {client}", random, _log, _damage);
    }

    private async Task<SiloHistoryReport> JudgeAsync(
        MigrationPhase phase, ClusterFaults faults, MigrationOperator conductor)
    {
        await cluster.StopAsync();
        var files = ComponentLook.AtFiles(cluster.Root, "bot", "users");
        var rows = await ComponentLook.AtRowsAsync(cluster.Server.ConnectionString, "users", Cancel);
        var (root, follower) = phase < MigrationPhase.RampDown ? (files, rows) : (rows, files);
        foreach (var key in _log.Acts.Select(act => act.Key).Distinct().ToList())
        {
            var held = root.GetValueOrDefault(key);
            _log.Add(new Act(
                key, "the end", ActKind.Final, _log.Tick(), _log.Tick(), ActOutcome.Done, 0, held?.Revision ?? 0, null,
                held?.Body));
        }

        var violations = HistoryChecker.Check(_log.Acts).Concat(_damage);
        if (phase != MigrationPhase.Off)
        {
            violations = violations.Concat(HistoryChecker.Compare(root, follower));
        }

        return new SiloHistoryReport(seed, _log.Acts, faults.Struck, conductor, phase, [.. violations]);
    }
}
