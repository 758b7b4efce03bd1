using System.Diagnostics;
using HybridOrleans.Client.Girls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>Profiles on the cluster, in any phase of a migration, by the calls of the old bot.</summary>
/// <remarks>
/// A change is durable when its call returns. Changes are made inside the grain or by compare-and-set, so that callers
/// in any number of processes never lose each other's. Backups go to the configuration of the scope <c>backup</c>,
/// where an import puts them. For each change an event is logged in the background (see <see cref="GirlsSettings"/>),
/// with the chat as its user, so that erasing the user erases it; up to 1,000 may wait, and more are given up.
/// </remarks>
public sealed class DatabaseGirlsAdapter : GirlsBook, IAsyncDisposable
{
    private readonly IHybridDataStore _store;
    private readonly ClusterGirlStore _girls;
    private readonly AdapterEvents _events;
    private readonly IHybridConnection? _connection;
    private long _changes;

    /// <summary>Makes an adapter; nothing is sent yet.</summary>
    /// <param name="store">The client.</param>
    /// <param name="bot">The bot whose profiles these are.</param>
    /// <param name="settings">Null for the defaults.</param>
    public DatabaseGirlsAdapter(IHybridDataStore store, BotId bot, GirlsSettings? settings = null)
        : this(store, new ClusterGirlStore(store, bot), bot, settings ?? new())
    {
    }

    private DatabaseGirlsAdapter(IHybridDataStore store, ClusterGirlStore girls, BotId bot, GirlsSettings settings)
        : base(girls, settings)
    {
        (_store, _girls, Bot) = (store, girls, bot);
        _events = new AdapterEvents(store.Analytics, bot, settings.Time);
        _connection = store as IHybridConnection;
    }

    /// <summary>The bot whose profiles these are.</summary>
    public BotId Bot { get; }

    /// <summary>True while the client is connected to the cluster. <see cref="HealthCheckAsync"/> asks the store, too.
    /// </summary>
    public bool IsDatabaseAvailable => _connection is null or { State: ConnectionState.Connected };

    /// <summary>What this adapter has met.</summary>
    /// <param name="cancellation">Not used: nobody is asked.</param>
    public ValueTask<AdapterMetrics> GetAdapterMetricsAsync(CancellationToken cancellation = default)
        => ValueTask.FromResult(new AdapterMetrics
        {
            Changes = Interlocked.Read(ref _changes),
            Conflicts = _girls.Conflicts,
            EventsLogged = _events.Logged,
            EventsLost = _events.Lost,
            EventsPending = _events.Pending,
        });

    /// <summary>Asks the store that decides for a profile that never exists.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>What came of it; it does not throw when the store does not answer.</returns>
    public async ValueTask<AdapterHealth> HealthCheckAsync(CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await _store.Users.GetAsync(new UserKey(Bot, long.MinValue), Freshness.Fresh, cancellation);
            return new(true, Stopwatch.GetElapsedTime(started), null);
        }
        catch (HybridException e)
        {
            return new(false, null, e.Message);
        }
    }

    /// <summary>Waits until every event is stored or given up.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    public Task FlushEventsAsync(CancellationToken cancellation = default)
        => _events.FlushAsync().WaitAsync(cancellation);

    /// <summary>Waits for the events. The client stays as it is.</summary>
    public ValueTask DisposeAsync() => new(_events.FlushAsync());

    private protected override void Done(string act, long chatId)
    {
        Interlocked.Increment(ref _changes);
        if (Settings.LogsEvents)
        {
            _events.Log(act, chatId);
        }
    }
}
