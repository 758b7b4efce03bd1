using Microsoft.Extensions.Logging;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Claims;

/// <summary>Says to other processes that this one works on a database, alone or with its cluster.</summary>
/// <remarks>
/// <para>Two clusters on one database lose no write, since every write is a compare-and-set, but each answers from its
/// own memory. A claim keeps them apart; no write depends on it.</para>
/// <para>It ends with the process, however that ends. When its connection is lost it is taken again as soon as the
/// server answers; if another process was faster, <see cref="Lost"/> completes. Safe for many callers.</para>
/// </remarks>
public sealed class DatabaseClaim : IAsyncDisposable
{
    /// <summary>A killed process frees its claim at once, but the server may need a moment to notice.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(2);

    private readonly string _connectionString;
    private readonly DatabaseSharing _sharing;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClaimSession? _session;
    private Task _watch = Task.CompletedTask;

    private DatabaseClaim(
        PostgresStoreOptions options, DatabaseSharing sharing, TimeProvider time, ILogger<DatabaseClaim> logger)
    {
        Place = ConnectionText.Redact(options.ConnectionString);
        _connectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = $"hybrid-orleans claim {Guid.NewGuid():n}",
            Pooling = false,
            Timeout = (int)Math.Ceiling(options.OperationTimeout.TotalSeconds),
            CommandTimeout = 0,
            CancellationTimeout = -1,
            Enlist = false,
        }.ConnectionString;
        _sharing = sharing;
        _limit = options.OperationTimeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>Host, port and database, for messages.</summary>
    public string Place { get; }

    /// <summary>Completes when another process has the database and this one must stop working on it.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Claims a database whose schema is up to date.</summary>
    /// <param name="options">Which database. Read once.</param>
    /// <param name="sharing">With whom.</param>
    /// <param name="time">Measures the pauses between checks.</param>
    /// <param name="logger">Messages 1210 to 1219.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DatabaseClaimedException">
    /// Another process has a claim that does not go with this one, for 3 seconds on end.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The server does not answer.</exception>
    public static async Task<DatabaseClaim> TakeAsync(
        PostgresStoreOptions options, DatabaseSharing sharing, TimeProvider time, ILogger<DatabaseClaim> logger,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var claim = new DatabaseClaim(options, sharing, time, logger);
        try
        {
            claim._session = await claim.TryTakeAsync(cancellation) ?? throw new DatabaseClaimedException(claim.Place);
            claim._watch = claim.WatchAsync();
            return claim;
        }
        catch (Exception e) when (e is not DatabaseClaimedException && !cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException(
                $"PostgreSQL at {claim.Place} did not say within {claim._limit.TotalSeconds:0.###} s whether another "
                + "process works on it. Nothing was written; the call may be repeated.", e);
        }
    }

    /// <summary>Gives the claim up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        if (Interlocked.Exchange(ref _session, null) is { } session)
        {
            await session.DisposeAsync();
        }
    }

    private async Task<ClaimSession?> TryTakeAsync(CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            using var limit = new CancellationTokenSource(_limit, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            var session = await ClaimSession.TryTakeAsync(_connectionString, _sharing, either.Token);
            if (session is not null || _time.GetElapsedTime(began) >= Patience)
            {
                return session;
            }

            await Task.Delay(Pause, _time, cancellation);
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(CheckPeriod, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                if (!await HoldAsync())
                {
                    _logger.ClaimLost(Place);
                    _lost.TrySetResult();
                    return;
                }
            }
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            // The claim is given up.
        }
    }

    /// <returns>False when another process has the database.</returns>
    private async Task<bool> HoldAsync()
    {
        try
        {
            if (_session is not null)
            {
                using var limit = new CancellationTokenSource(_limit, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
                await _session.CheckAsync(either.Token);
                return true;
            }

            _session = await TryTakeAsync(_end.Token);
            if (_session is not null)
            {
                _logger.ClaimTakenAgain(Place);
            }

            return _session is not null;
        }
        catch (Exception e) when (!_end.IsCancellationRequested)
        {
            // Without the server nobody else can claim it either, so it is enough to ask again.
            if (Interlocked.Exchange(ref _session, null) is { } session)
            {
                _logger.ClaimInDoubt(e, Place);
                await session.DisposeAsync();
            }

            return true;
        }
    }
}
