using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>Clients of all four components, an operator for each, and faults; then rest, and a look.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="seed">Fixes what is drawn.</param>
/// <param name="duration">How long the operators go back and forth; null for one walk through every phase.</param>
internal sealed class ComponentHistory(ThreeSilos cluster, int seed, TimeSpan? duration)
{
    private const int Clients = 3;
    private const int Profiles = 300;

    /// <summary>Of a view, and of a copy of a configuration.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(4);

    private readonly HistoryLog _log = new();
    private readonly ConcurrentQueue<Violation> _damage = [];
    private readonly List<HybridClient> _clients = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<ComponentHistoryReport> RunAsync()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        try
        {
            for (var number = 0; number <= Clients; number++)
            {
                _clients.Add(await cluster.ConnectAsync());
            }

            return await RunAsync(end);
        }
        finally
        {
            await end.CancelAsync();
            foreach (var client in _clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private async Task<ComponentHistoryReport> RunAsync(CancellationTokenSource end)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var doubts = new Doubts(_log);
        using var strikes = new ClusterStrikes(cluster, doubts, new Random(seed), duration is not null, end.Token);
        var operators = Enum.GetValues<ComponentName>().Where(component => component != ComponentName.Grains)
            .Select((component, number) => new MigrationOperator(
                _clients[Clients], component, new Random(seed + number), pause.Token)).ToList();
        var load = Enumerable.Range(0, Clients).SelectMany(client => Load(client, end.Token)).ToList();
        var striking = duration is null ? strikes.StrikeOnceAsync() : strikes.StrikeAsync();
        var operating = operators.Select(one => OperateAsync(one)).ToList();
        if (duration is not null)
        {
            var passing = TimeProvider.System.PassAsync(duration.Value, Cancel);
            await Task.WhenAny([passing, striking, .. load, .. operating]);
            await pause.CancelAsync();
        }

        await Task.WhenAny([Task.WhenAll(operating), .. load]);
        await Task.WhenAll(operating);
        if (duration is not null)
        {
            await end.CancelAsync();
        }

        await striking;
        await end.CancelAsync();
        await Task.WhenAll(load);
        await strikes.ReviveAsync();
        var phases = await Task.WhenAll(operators.Select(one => one.RestAsync()));
        await strikes.ReviveAsync();
        await cluster.StopAsync();
        var judge = new ComponentJudge(_log, doubts);
        foreach (var (one, phase) in operators.Zip(phases))
        {
            await judge.LookAsync(one.Component, phase, cluster);
        }

        return new ComponentHistoryReport(seed, _log, strikes.Struck, operators, [.. judge.Judge(), .. _damage]);
    }

    /// <summary>Half of the components end where there is no way back, and half where they began.</summary>
    private async Task OperateAsync(MigrationOperator one)
    {
        if (duration is not null)
        {
            await one.OperateAsync();
        }

        await one.ReachAsync(MigrationPhase.RampDown, StepLimit);
        var isLast = ((int)one.Component + seed) % 2 == 0;
        await one.ReachAsync(isLast ? MigrationPhase.Complete : MigrationPhase.Off, StepLimit);
    }

    private IEnumerable<Task> Load(int number, CancellationToken stop)
    {
        var (client, who) = (_clients[number], $"client {number}");
        yield return NewCaller(new ProfileDocuments(client, Profiles), 0).RunAsync(stop);
        yield return NewCaller(new ConfigurationDocuments(client), 1).RunAsync(stop);
        yield return new ChatCaller(client, who, NewRandom(2), _log, _damage) { MemoryLag = Lease }.RunAsync(stop);
        yield return new EventCaller(client, who, NewRandom(3), _log, _damage).RunAsync(stop);

        DocumentCaller NewCaller(IDocuments documents, int kind)
            => new(documents, who, NewRandom(kind), _log, _damage) { MemoryLag = Lease, PauseMax = 60 };

        Random NewRandom(int kind) => new(HashCode.Combine(seed, number, kind));
    }
}
