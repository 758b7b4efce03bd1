using HybridOrleans.Storage.Migration;
using Polly;
using Polly.CircuitBreaker;

namespace HybridOrleans.Storage.Routing;

/// <summary>Asks the follower: never longer than a limit, and not at all while it is known to be dead.</summary>
/// <remarks>
/// Half of the calls of two seconds failing, and at least four, opens the breaker for one second; then one call tries
/// again. A fence that refuses and a damaged record are answers, not failures.
/// </remarks>
internal sealed class FollowerCalls
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(1);

    private readonly ResiliencePipeline _breaker;
    private long _deadUntil = long.MinValue;
    private readonly RouteStatistics _statistics;
    private readonly TimeProvider _time;

    public FollowerCalls(RouteStatistics statistics, TimeProvider time)
    {
        _statistics = statistics;
        _time = time;
        _breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 4,
                SamplingDuration = TimeSpan.FromSeconds(2),
                BreakDuration = Break,
                OnOpened = _ =>
                {
                    var ticks = (long)(Break.TotalSeconds * time.TimestampFrequency);
                    Volatile.Write(ref _deadUntil, time.GetTimestamp() + ticks);
                    return default;
                },
                OnClosed = _ =>
                {
                    Volatile.Write(ref _deadUntil, long.MinValue);
                    return default;
                },
                ShouldHandle = arguments => new(
                    arguments.Outcome.Exception is not (null or StaleEpochException or DamagedRecordException
                        or OperationCanceledException)),
            })
            .Build();
    }

    /// <summary>
    /// True while the breaker is open: a call would only fail. Whoever asks first spares thousands of callers an
    /// exception each.
    /// </summary>
    public bool IsKnownDead => _time.GetTimestamp() < Volatile.Read(ref _deadUntil);

    /// <summary>Calls the follower.</summary>
    /// <exception cref="StoreUnavailableException">
    /// It is not attached, did not answer within the limit, failed, or is not asked for a while. A copy that was sent
    /// may still arrive.
    /// </exception>
    public async ValueTask<T> CallAsync<T>(
        IMigratableStore? follower,
        TimeSpan limit,
        Func<IMigratableStore, CancellationToken, ValueTask<T>> call,
        CancellationToken cancellation)
    {
        if (follower is null)
        {
            throw new StoreUnavailableException("The follower is not attached.");
        }

        try
        {
            return await _breaker.ExecuteAsync(
                async token => await LimitedAsync(follower, limit, call, token), cancellation);
        }
        catch (BrokenCircuitException e)
        {
            throw new StoreUnavailableException(
                $"The {follower.Name} store has failed too often and is not asked for a moment.", e);
        }
    }

    private async Task<T> LimitedAsync<T>(
        IMigratableStore follower,
        TimeSpan limit,
        Func<IMigratableStore, CancellationToken, ValueTask<T>> call,
        CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        using var timer = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            return await call(follower, both.Token).AsTask().WaitAsync(both.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException(
                $"The {follower.Name} store did not answer within {limit.TotalSeconds:0.###} s.", e);
        }
        finally
        {
            _statistics.Follower.Add(_time.GetElapsedTime(started));
        }
    }
}
