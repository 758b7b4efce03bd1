using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>Clients, an operator and faults for a while; then rest, and a look without the product.</summary>
internal sealed class HistoryRun(int seed, int keys, IHistoryStores stores, TimeProvider time)
{
    private const int Clients = 8;
    private readonly HistoryLog _log = new();
    private readonly List<string> _faults = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<HistoryReport> RunAsync(TimeSpan duration)
    {
        var first = new MigrationDocument
        {
            Component = Component.Users,
            Version = 1,
            Epoch = Epoch.Initial,
            Phase = Phase.Off,
            SharePercent = 0,
        };
        Assert.True(await stores.Silos[0].Json.Documents.TryWriteAsync(first, 0, Cancel));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var driver = new MigrationDriver(stores.Silos, new Random(seed), time, end.Token);
        var routers = stores.Silos.Select(silo => silo.Store).ToArray();
        var clients = Enumerable.Range(1, Clients)
            .Select(number => new HistoryClient(number, seed, keys, routers, _log, time)).ToArray();
        List<Task> running =
        [
            .. stores.Silos.Select(silo => silo.Views.PullAsync(Component.Users, end.Token)),
            .. clients.Select(client => client.RunAsync(end.Token)),
            driver.OperateAsync(),
            driver.WorkAsync(new Random(seed + 1)),
            StrikeAsync(new Random(seed + 2), end.Token),
        ];
        var ended = await Task.WhenAny(time.PassAsync(duration, Cancel), Task.WhenAny(running));
        Array.ForEach([.. stores.Silos], silo => silo.Views.Thaw());
        await end.CancelAsync();
        await Task.WhenAll(running);
        await ended;
        return await EndAsync(driver, new LastWrites(seed, keys, stores, clients[0], clients[1]));
    }

    private async Task<HistoryReport> EndAsync(MigrationDriver driver, LastWrites last)
    {
        await stores.HealAsync();
        await MigrationDriver.FollowAsync(stores.Silos[0], await RestAsync());
        await RestAsync();
        await last.RunAsync();
        var phase = await RestAsync();
        var side = PhaseTable.Of(phase).Root;
        var root = await stores.LookAsync(side);
        foreach (var key in _log.Acts.Select(act => act.Key).Distinct().ToList())
        {
            var held = root.GetValueOrDefault(key);
            _log.Add(new Act(
                key, $"look at {side}", ActKind.Final, _log.Tick(), _log.Tick(), ActOutcome.Done, 0,
                held?.Revision ?? 0, held?.Id, held?.Body));
        }

        var violations = HistoryChecker.Check(_log.Acts).ToList();
        if (phase != Phase.Off)
        {
            violations.AddRange(HistoryChecker.Compare(root, await stores.LookAsync(MigrationSides.Opposite(side))));
        }

        return new HistoryReport(seed, _log.Acts, _faults, driver, phase, violations);
    }

    private async Task<Phase> RestAsync()
    {
        foreach (var silo in stores.Silos)
        {
            await silo.Store.WhenIdleAsync(Component.Users).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }

        return await MigrationDriver.RestAsync(stores.Silos[0], time);
    }

    private async Task StrikeAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var drawn = random.Next(stores.Faults.Count + 2);
            if (drawn >= stores.Faults.Count)
            {
                _faults.Add("views frozen");
                var views = stores.Silos[random.Next(stores.Silos.Count)].Views;
                views.Freeze();
                await time.PassAsync(random.Next(200, 4_000), stop);
                views.Thaw();
            }
            else
            {
                _faults.Add(stores.Faults[drawn].Name);
                await stores.Faults[drawn].StrikeAsync(random);
            }

            await time.PassAsync(random.Next(200, 3_000), stop);
        }
    }
}
