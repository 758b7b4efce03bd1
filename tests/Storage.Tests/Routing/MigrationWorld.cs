using System.Text;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.TestKit.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Two memory stores, their documents, and any number of silos that route between them.</summary>
internal sealed class MigrationWorld : IMigrationSides
{
    public static readonly RecordKey Key = RecordKeys.User("bot", 1);


    public MigrationWorld(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Json = new FaultyMigratableStore(MemoryJson);
        Postgres = new FaultyMigratableStore(MemoryPostgres);
        Debt = new FaultyDebtLedger(new MemoryDebtLedger());
        Views = NewViews();
        Store = NewStore(Views);
    }

    public TimeProvider Time { get; }

    public MemoryRecordStore MemoryJson { get; } = new("json");

    public MemoryRecordStore MemoryPostgres { get; } = new("postgres");

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
    public StranglerStore NewStore(IMigrationViews views, MigrationTestHooks? hooks = null)
        => new(this, views, Time, NullLogger<StranglerStore>.Instance, hooks);

    /// <summary>Writes the first documents, and goes forward to a phase as an operator would.</summary>
    public async Task BeginAsync(Phase phase, int sharePercent = 100)
    {
        foreach (var component in Component.All)
        {
            Assert.True(await MemoryJson.Documents.TryWriteAsync(
                new MigrationDocument
                {
                    Component = component,
                    Version = 1,
                    Epoch = Epoch.Initial,
                    Phase = Phase.Off,
                    SharePercent = sharePercent,
                    JsonStore = Json.StoreId,
                    PostgresStore = Postgres.StoreId,
                },
                0,
                Cancel));
            for (var next = Phase.DualWrite; next <= phase; next++)
            {
                await MoveAsync(component, next);
            }

            await Views.RefreshAsync(component, Cancel);
        }
    }

    /// <summary>Moves a component one phase on or back: by one document, or by a whole switch of the root.</summary>
    public async Task MoveAsync(Component component, Phase to)
    {
        var document = await DocumentAsync(component);
        if (PhaseTable.Of(to).Root == document.Root)
        {
            await ReplaceAsync(document, document with { Version = document.Version + 1, Phase = to });
            return;
        }

        var sealedAs = await SealAsync(document, to);
        await CopyAsync(document.Root, component, sealedAs.Switch!.Next);
        await FinishAsync(sealedAs);
    }

    /// <summary>Says in the document that a rehearsal is under way, and lets the silo see it.</summary>
    public async Task RehearseAsync(Component component)
    {
        var document = await DocumentAsync(component);
        await ReplaceAsync(document, document with
        {
            Version = document.Version + 1,
            Rehearsal = new RehearsalState(document.Phase, document.SharePercent, Time.GetUtcNow()),
        });
        await Views.RefreshAsync(component, Cancel);
    }

    /// <summary>Begins a switch: the document first, then the fence of the old root.</summary>
    public async Task<MigrationDocument> SealAsync(MigrationDocument document, Phase to)
    {
        var next = new Epoch(document.Epoch.Value + 1);
        var sealedAs = document with
        {
            Version = document.Version + 1,
            Switch = new RootSwitchState(to, next, Time.GetUtcNow()),
        };
        await ReplaceAsync(document, sealedAs);
        await RawStore(document.Root).RaiseFenceAsync(document.Component, next, Cancel);
        return sealedAs;
    }

    /// <summary>Copies under the seal what the new root lacks.</summary>
    public async Task CopyAsync(Side from, Component component, Epoch epoch)
    {
        var to = RawStore(MigrationSides.Opposite(from));
        await foreach (var (key, record) in RawStore(from).WalkRecordsAsync(component, RecordCursor.Start, Cancel))
        {
            await to.PutIfNewerAsync([RecordCopy.Of(key, record!, epoch)], Cancel);
        }
    }

    /// <summary>Ends a switch: the old root's document first, then the new root's.</summary>
    public async Task FinishAsync(MigrationDocument sealedAs, bool writesNewRoot = true)
    {
        var finished = sealedAs with
        {
            Version = sealedAs.Version + 1,
            Epoch = sealedAs.Switch!.Next,
            Phase = sealedAs.Switch.To,
            Switch = null,
        };
        await ReplaceAsync(sealedAs, finished);
        if (writesNewRoot)
        {
            var documents = RawStore(finished.Root).Documents;
            var copy = await documents.ReadAsync(finished.Component, Cancel);
            if (copy is null || copy.Version < finished.Version)
            {
                // A silo that has seen the first write may have made the second one meanwhile.
                await documents.TryWriteAsync(finished, copy?.Version ?? 0, Cancel);
            }
        }
    }

    /// <summary>The document that decides.</summary>
    public async Task<MigrationDocument> DocumentAsync(Component component)
    {
        var json = await MemoryJson.Documents.ReadAsync(component, Cancel);
        var document = json!.Root == Side.Json ? json : await MemoryPostgres.Documents.ReadAsync(component, Cancel);
        return document!;
    }

    public IMigratableStore RawStore(Side side) => side == Side.Json ? MemoryJson : MemoryPostgres;

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

    private async Task ReplaceAsync(MigrationDocument before, MigrationDocument after)
        => Assert.True(
            await RawStore(before.Root).Documents.TryWriteAsync(after, before.Version, Cancel),
            $"Somebody else has changed version {before.Version} of the document.");

    /// <summary>Revision and body, such as <c>3 {"a":1}</c>.</summary>
    private static string? Text(StoredRecord? record)
        => record is null ? null
            : $"{record.Revision} {(record.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : "deleted")}";
}
