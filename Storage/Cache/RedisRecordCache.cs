using System.Globalization;
using HybridOrleans.Storage.Calls;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HybridOrleans.Storage.Cache;

/// <summary>Tier 2: copies of records in Redis, which all silos of a cluster share.</summary>
/// <remarks>
/// Never an authority: whoever gets an entry asks the root whether it still is the record, or marks the answer. Nothing
/// here throws, and nothing waits longer than the time-out of a command; a Redis that has failed is not asked for a
/// moment. Nothing waits for the connection either: until it stands, there is no entry of anything. Safe for many
/// callers at once.
/// </remarks>
internal sealed class RedisRecordCache : IAsyncDisposable
{
    private readonly RedisCacheOptions _options;
    private readonly string _prefix;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Breaker _breaker;
    private readonly CacheFills _fills;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _connecting;
    private ConnectionMultiplexer? _connection;

    /// <param name="options">Valid, and naming a server.</param>
    /// <param name="clusterId">Part of every key, so that clusters may share a Redis.</param>
    /// <param name="time">Measures the limits and the ages.</param>
    /// <param name="logger">Messages 1500 to 1599.</param>
    public RedisRecordCache(RedisCacheOptions options, string clusterId, TimeProvider time, ILogger logger)
    {
        _options = options;
        _prefix = $"{options.KeyPrefix}:{clusterId}:";
        _time = time;
        _logger = logger;
        _breaker = new Breaker(options.BreakDuration, time);
        _fills = new CacheFills(options.FillsMax, options.FillBytesMax, BringAsync);
        _connecting = Task.Run(ConnectAsync);
    }

    /// <summary>What was met since the silo started.</summary>
    public CacheMetrics Metrics { get; } = new();

    /// <summary>True while there is a connection and the last command was answered: it may be asked.</summary>
    public bool IsAnswering => !_breaker.IsOpen && _connection is { IsConnected: true };

    /// <summary>What was met, in sums.</summary>
    public CacheUse Use => new(IsAnswering, Metrics.Hits, Metrics.Misses, Metrics.Errors);

    /// <summary>Entries that are not brought yet.</summary>
    public int PendingFills => _fills.Pending;

    /// <summary>Looks a key up. It never throws.</summary>
    /// <returns>Null when there is no entry, none that can be read, or no answer in time.</returns>
    public async Task<CacheEntry?> GetAsync(RecordKey key)
    {
        var (isAnswered, value) = await AskAsync(key, database => database.StringGetAsync(RedisKeyOf(key)))
            .ConfigureAwait(false);
        if (!isAnswered)
        {
            return null;
        }

        var entry = (byte[]?)value is { } bytes ? CacheEntryFormat.Read(key, bytes) : null;
        if (entry is null && !value.IsNull)
        {
            Metrics.Unreadable(key.Component);
        }

        return entry;
    }

    /// <summary>Brings a record that a root has just confirmed, later and without a promise.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">The record or its tombstone.</param>
    /// <param name="replacesNewer">True when the root was seen to have gone back behind the entry.</param>
    public void Put(RecordKey key, StoredRecord record, bool replacesNewer = false)
    {
        // Without a write id nobody could tell the entry from another one of that revision.
        if (record.WriteId == default || !_breaker.IsDue)
        {
            return;
        }

        if (!_fills.TryAdd(new CacheFill(key, CacheEntry.Of(record, _time.GetUtcNow()), replacesNewer)))
        {
            Metrics.Dropped(key.Component);
        }
    }

    /// <summary>Brings a record now, in the place of every older one. It never throws.</summary>
    /// <returns>False when the cache gave no answer in time: an older entry may be there until its TTL is over.
    /// </returns>
    public Task<bool> TryReplaceAsync(RecordKey key, StoredRecord record)
        => BringAsync(new CacheFill(key, CacheEntry.Of(record, _time.GetUtcNow()), ReplacesNewer: false));

    /// <summary>How long an entry of a component is kept.</summary>
    public TimeSpan TtlOf(Component component) => _options.TtlOf(component);

    /// <summary>An answer for a reader whose root gives none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="atLeast">What the reader has seen already; an older entry is no answer.</param>
    /// <returns>Null when there is no entry, or that of a delete: to be missing is for the root to say.</returns>
    public async Task<CachedRecord?> GetUnvalidatedAsync(RecordKey key, Revision atLeast)
    {
        if (await GetAsync(key).ConfigureAwait(false) is not { Body: { } body } entry || entry.Revision < atLeast)
        {
            return null;
        }

        Metrics.Unvalidated(key.Component);
        var age = _time.GetUtcNow() - entry.ConfirmedAt;
        return new CachedRecord(entry.Revision, body, age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }

    /// <summary>Ends the connection. What waits to be brought is tried once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _fills.DisposeAsync();
        await _connecting;
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }

        Metrics.Dispose();
        _closing.Dispose();
    }

    private async Task ConnectAsync()
    {
        var server = _options.ToServer();
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _connection = await ConnectionMultiplexer.ConnectAsync(server).ConfigureAwait(false);
                return;
            }
            catch (Exception e)
            {
                // A wrong password, for example: what is set right on the server needs no new start of the silo.
                if (_breaker.Failed())
                {
                    _logger.CacheAway(e);
                }
            }

            await Task.Delay(_options.BreakDuration, _time, _closing.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>True when the cache has answered.</returns>
    private async Task<bool> BringAsync(CacheFill fill)
    {
        var bytes = CacheEntryFormat.Write(fill.Key, fill.Entry, _options.CompressAboveBytes);
        var key = RedisKeyOf(fill.Key);
        var ttl = _options.TtlOf(fill.Key.Component);
        var (isAnswered, _) = await AskAsync(fill.Key, async database =>
        {
            if (bytes.Length > _options.EntryBytesMax)
            {
                // What has no room must not leave an older revision behind.
                return await database.KeyDeleteAsync(key).ConfigureAwait(false);
            }

            return fill.ReplacesNewer
                ? await database.StringSetAsync(key, bytes, ttl).ConfigureAwait(false)
                : (bool)await database.ScriptEvaluateAsync(
                    CacheScripts.PutUnlessNewer, [key], [bytes, (long)ttl.TotalMilliseconds]).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return isAnswered;
    }

    private async Task<(bool IsAnswered, RedisValue Value)> AskAsync(
        RecordKey key, Func<IDatabase, Task<RedisValue>> command)
    {
        if (_connection is not { } connection || !_breaker.MayAsk())
        {
            return default;
        }

        Task<RedisValue>? asked = null;
        try
        {
            asked = command(connection.GetDatabase());
            var value = await asked.WaitAsync(_options.CommandTimeout, _time).ConfigureAwait(false);
            if (_breaker.Succeeded())
            {
                _logger.CacheAnswers();
            }

            return (true, value);
        }
        catch (Exception e)
        {
            // The command may fail long after nobody waits for it.
            _ = asked?.ContinueWith(
                static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            Metrics.Error(key.Component);
            if (_breaker.Failed())
            {
                _logger.CacheAway(e);
            }

            return default;
        }
    }

    private RedisKey RedisKeyOf(RecordKey key)
        => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{key.Component}:{key.Text}");
}
