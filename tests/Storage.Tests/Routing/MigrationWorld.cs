using System.Text;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.TestKit.Faults;
using HybridOrleans.TestKit.Migration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Two stores, in memory unless a test has others, and any number of silos that route between them.</summary>
internal sealed class MigrationWorld : IMigrationSides
{
    public static readonly RecordKey Key = RecordKeys.User("bot", 1);

    public MigrationWorld(
        TimeProvider? time = null, IMigratableStore? json = null, IMigratableStore? postgres = null,
        IDebtLedger? debt = null)
    {
        Time = time ?? TimeProvider.System;
        Json = new FaultyMigratableStore(json ?? MemoryJson);
        Postgres = new FaultyMigratableStore(postgres ?? MemoryPostgres);
        Debt = new FaultyDebtLedger(debt ?? new MemoryDebtLedger());
        Mover = new PhaseMover(Json.Inner, Postgres.Inner, Time);
        Views = NewViews();
        Store = NewStore(Views);
    }

    public TimeProvider Time { get; }

    public MemoryRecordStore MemoryJson { get; } = new("json");

    public MemoryRecordStore MemoryPostgres { get; } = new("postgres");

    /// <summary>Moves the phases, whatever the faults.</summary>
    public PhaseMover Mover { get; }

    public FaultyMigratableStore Json { get; }

    public FaultyMigratableStore Postgres { get; }

    public FaultyDebtLedger Debt { get; }

    /// <summary>False while this silo has no connection settings for PostgreSQL.</summary>
    public bool IsAttached { get; set; } = true;

    public MigrationViews Views { get; }

    public StranglerStore Store { get; }

    public RouteStatistics Statistics => Store.StatisticsOf(Component.Users);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public IRecordStore? FixedStoreOf(Component component) => null;

    public MigrationSides SidesOf(Component component) => new(Json, IsAttached ? Postgres : null, Debt);

    /// <summary>The views of one more silo.</summary>
    public MigrationViews NewViews() => new(this, Time, NullLogger<MigrationViews>.Instance);

    /// <summary>The router of one more silo.</summary>
    public StranglerStore NewStore(
        IMigrationViews views, MigrationTestHooks? hooks = null, RedisRecordCache? cache = null)
        => new(this, views, Time, NullLogger<StranglerStore>.Instance, hooks, () => cache);

    /// <summary>Writes the first documents, unless there are any, and goes forward to a phase.</summary>
    public async Task BeginAsync(Phase phase, int sharePercent = 100)
    {
        foreach (var component in Component.All)
        {
            await Mover.BeginAsync(component, phase, sharePercent);
            await Views.RefreshAsync(component, Cancel);
        }
    }

    public Task MoveAsync(Component component, Phase to) => Mover.MoveAsync(component, to);

    public Task<MigrationDocument> DocumentAsync(Component component) => Mover.DocumentAsync(component);

    /// <summary>Says in the document that a rehearsal is under way, and lets the silo see it.</summary>
    public async Task RehearseAsync(Component component)
    {
        var document = await DocumentAsync(component);
        await Mover.ReplaceAsync(document, document with
        {
            Version = document.Version + 1,
            Rehearsal = new RehearsalState(document.Phase, document.SharePercent, Time.GetUtcNow()),
        });
        await Views.RefreshAsync(component, Cancel);
    }

    public IMigratableStore RawStore(Side side) => Mover.StoreOf(side);

    /// <summary>What a store holds of a key, past every fence; null for nothing.</summary>
    public async Task<string?> HeldAsync(Side side, RecordKey? key = null)
        => Text(await RawStore(side).ReadAsync(key ?? Key, new Epoch(long.MaxValue), Cancel));

    /// <summary>Writes through a silo and expects to be accepted.</summary>
    public async Task MustWriteAsync(long expected, string? json, RecordKey? key = null, StranglerStore? store = null)
        => Assert.Equal(
            WriteResult.AcceptedAs(new Revision(expected + 1)),
            await (store ?? Store).WriteAsync(Change(expected, json, key), Cancel));

    /// <summary>Reads through a silo.</summary>
    public async Task<string?> ReadAsync(RecordKey? key = null, StranglerStore? store = null)
        => Text(await (store ?? Store).ReadAsync(key ?? Key, Epoch.Initial, Cancel));

    public static RecordWrite Change(long expected, string? json, RecordKey? key = null) => new()
    {
        Key = key ?? Key,
        Expected = new Revision(expected),
        Body = json is null ? null : RecordBody.Parse(Encoding.UTF8.GetBytes(json)),
        WriteId = WriteId.New(),
        Epoch = Epoch.Initial,
    };

    /// <summary>A record as somebody outside would put it there.</summary>
    public static StoredRecord Record(long revision, string? json) => new()
    {
        Revision = new Revision(revision),
        WriteId = WriteId.New(),
        Body = json is null ? null : RecordBody.Parse(Encoding.UTF8.GetBytes(json)),
    };

    /// <summary>Revision and body, such as <c>3 {"a":1}</c>.</summary>
    private static string? Text(StoredRecord? record)
        => record is null ? null
            : $"{record.Revision} {(record.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : "deleted")}";
}
