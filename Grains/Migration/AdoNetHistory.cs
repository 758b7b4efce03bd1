using System.Collections.Concurrent;
using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace HybridOrleans.Grains.Migration;

/// <summary>Keeps the history through Orleans' AdoNet grain storage, in the PostgreSQL that is attached.</summary>
/// <remarks>
/// The storage is made when PostgreSQL is first there and not with the silo, which starts without. The document in the
/// root has the newest entries in any case, so that nothing waits for this and nothing is lost with it.
/// </remarks>
internal sealed class AdoNetHistory(
    IServiceProvider services, RecordStores stores, IOptionsFactory<PostgresStoreOptions> options, TimeProvider time,
    ILogger<AdoNetHistory> logger) : IHistoryKeeper, IDisposable
{
    private const string UnderWay = "under way";
    private const string Invariant = "Npgsql";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly GrainId Controller = GrainId.Create(
        GrainType.Create("migration-controller"), GrainIdKeyExtensions.CreateIntegerKey(0));

    private readonly ConcurrentDictionary<Component, HistoryEntry> _kept = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IGrainStorage? _storage;
    private long? _failedAt;

    /// <inheritdoc/>
    public void Offer(Component component, IReadOnlyList<HistoryEntry> entries)
    {
        var isNew = entries.Count > 0 && (!_kept.TryGetValue(component, out var last) || last != entries[^1]);
        var mayTry = _failedAt is not { } at || time.GetElapsedTime(at) > PauseAfterFailure;
        if (isNew && mayTry && _turn.CurrentCount > 0)
        {
            _ = Task.Run(() => KeepAsync(component, entries));
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HistoryListing>> ReadAsync(Component component, CancellationToken cancellation)
    {
        try
        {
            var read = WithStorageAsync(storage => ReadStateAsync(storage, component));
            return await read.WaitAsync(Limit, time, cancellation) is { State: { } book } ? book.Entries : [];
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Log.HistoryNotReached(logger, StorageErrors.Describe(e));
            return [];
        }
    }

    private static string NameOf(Component component) => $"migration-controller.history-{component.Name}";

    private async Task KeepAsync(Component component, IReadOnlyList<HistoryEntry> entries)
    {
        try
        {
            var isKept = await WithStorageAsync(async storage =>
            {
                var state = await ReadStateAsync(storage, component);
                var book = state.State!;
                var known = book.Entries.Select(e => (e.At, e.By, e.What)).ToHashSet();
                // An entry that tells of a beginning is followed by one that tells of the end.
                var added = entries.Where(e => e.Outcome != UnderWay).Select(StatusMap.Of)
                    .Where(e => !known.Contains((e.At, e.By, e.What))).ToList();
                if (added.Count > 0)
                {
                    book.Entries =
                        [.. book.Entries.Concat(added).OrderBy(e => e.At).TakeLast(HistoryBook.EntriesMax)];
                    await storage.WriteStateAsync(NameOf(component), Controller, state);
                }

                return state;
            });
            if (isKept is not null)
            {
                _kept[component] = entries[^1];
            }
        }
        catch (Exception e)
        {
            _failedAt = time.GetTimestamp();
            Log.HistoryNotReached(logger, StorageErrors.Describe(e));
        }
    }

    private static async Task<GrainState<HistoryBook>> ReadStateAsync(IGrainStorage storage, Component component)
    {
        var state = new GrainState<HistoryBook>(new HistoryBook());
        await storage.ReadStateAsync(NameOf(component), Controller, state);
        state.State ??= new HistoryBook();
        return state;
    }

    /// <summary>Null while PostgreSQL does not answer.</summary>
    private async Task<T?> WithStorageAsync<T>(Func<IGrainStorage, Task<T>> work)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit, time);
        if (await stores.Migrations.PostgresAnswersAsync(limit.Token) is not true)
        {
            return null;
        }

        await _turn.WaitAsync(limit.Token);
        try
        {
            return await work(_storage ??= await OpenAsync());
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IGrainStorage> OpenAsync()
    {
        var settings = new AdoNetGrainStorageOptions
        {
            Invariant = Invariant,
            ConnectionString = options.Create(Options.DefaultName).ConnectionString,
            GrainStorageSerializer = services.GetRequiredService<IGrainStorageSerializer>(),
        };
        var storage = ActivatorUtilities.CreateInstance<AdoNetGrainStorage>(
            services, Options.Create(settings), "migration-history");
        var lifecycle = new OpeningLifecycle();
        storage.Participate(lifecycle);
        await lifecycle.StartAsync();
        return storage;
    }
}
