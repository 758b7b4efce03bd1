using System.Text;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Migration.Simulating;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>Two memory stores that answer after a moment, and a PostgreSQL that may be down.</summary>
internal sealed class MemoryHistoryStores : IHistoryStores
{
    private readonly SimulatedStore _json = new("json");
    private readonly SimulatedStore _postgres = new("postgres");
    private readonly TimeProvider _time;

    public MemoryHistoryStores(TimeProvider time, MigrationBug bug)
    {
        _time = time;
        _json.Delay = _postgres.Delay = PauseAsync;
        _json.BeforeSwitch = _postgres.BeforeSwitch = FreezeOneAsync;
        var debt = new MemoryDebtLedger();
        Silos = [new(_json, _postgres, debt, time, bug), new(_json, _postgres, debt, time, bug)];
        Faults = [("PostgreSQL down", StopAsync), ("PostgreSQL blinks", BlinkAsync)];
    }

    public IReadOnlyList<HistorySilo> Silos { get; }

    public IReadOnlyList<(string Name, Func<Random, Task> StrikeAsync)> Faults { get; }

    public Task StopPostgresAsync()
    {
        _postgres.IsDown = true;
        return Task.CompletedTask;
    }

    public Task HealAsync()
    {
        _postgres.IsDown = false;
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyDictionary<string, HeldRecord>> LookAsync(Side side)
    {
        var memory = (side == Side.Json ? _json : _postgres).Memory;
        var held = new Dictionary<string, HeldRecord>();
        var walk = memory.WalkRecordsAsync(
            Component.Users, RecordCursor.Start, FullPace.Instance, TestContext.Current.CancellationToken);
        await foreach (var (key, record) in walk)
        {
            held[key.Text] = new HeldRecord(
                record!.Revision.Value, record.WriteId.ToString(),
                record.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null);
        }

        return held;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }
    }

    private static Task PauseAsync()
        => TimeProvider.System.PassAsync(Random.Shared.Next(3));

    /// <summary>One silo looks just before the root moves, and then not for nearly the whole lease of its view.
    /// </summary>
    private async Task FreezeOneAsync()
    {
        var views = Silos[Random.Shared.Next(Silos.Count)].Views;
        await views.FreezeFreshAsync(Component.Users);
        _ = ThawAsync();
        async Task ThawAsync()
        {
            await _time.PassAsync(1_300);
            views.Thaw();
        }
    }

    private Task StopAsync(Random random) => DownForAsync(random.Next(100, 1_500));

    private async Task BlinkAsync(Random random)
    {
        for (var blink = 0; blink < 5; blink++)
        {
            await DownForAsync(random.Next(20, 100));
            await _time.PassAsync(50);
        }
    }

    private async Task DownForAsync(int milliseconds)
    {
        _postgres.IsDown = true;
        await _time.PassAsync(milliseconds);
        _postgres.IsDown = false;
    }
}
