using HybridOrleans.Silo.Configuration;
using HybridOrleans.Storage.Leases;
using Orleans.Clustering.Redis;

namespace HybridOrleans.Silo.Membership;

/// <summary>
/// Looks at this silo's own row in the membership table, takes the silo out of readiness when it is gone, and then ends
/// it.
/// </summary>
/// <remarks>
/// Orleans does not notice a table that was flushed: its silos go on as they knew each other, while those that start
/// afterwards form a second cluster. A table that cannot be asked says nothing, and the silo goes on.
/// </remarks>
internal sealed class MembershipWatch(
    IMembershipTable table, ILocalSiloDetails silo, SiloSettings settings, IHostApplicationLifetime lifetime,
    TimeProvider time, ILogger<MembershipWatch> logger) : BackgroundService, ISelfCheck
{
    private const string NotAMember = "it is no member of its cluster any more and stops";

    private const long NoLook = long.MinValue;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2);

    /// <summary>For calls under way; Orleans itself tries for minutes to say goodbye to a table that is lost.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _overdue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _goodAt = NoLook;
    private volatile string? _reason;
    private volatile bool _isLost;
    private volatile MembershipLostException? _failure;

    /// <inheritdoc/>
    public long? GoodAt => Volatile.Read(ref _goodAt) is var goodAt && goodAt == NoLook ? null : goodAt;

    /// <summary>Why the membership is not as it should be; null when it is.</summary>
    public string? Reason => _reason;

    /// <summary>True when the silo must not serve; false while the table merely does not answer.</summary>
    public bool IsLost => _isLost;

    /// <summary>Why the silo stops by itself; null as long as it need not.</summary>
    public MembershipLostException? Failure => _failure;

    /// <summary>Ends when the silo was to stop and did not in time; the process is then to end as it is.</summary>
    public Task Overdue => _overdue.Task;

    /// <summary>One look. Two in a row that find no row, or one that finds it dead, end the silo.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        MembershipLostException? failure;
        var began = time.GetTimestamp();
        try
        {
            failure = await FailureAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Tell($"its table does not answer: {e.GetBaseException().Message}", isLost: false);
            return;
        }

        Volatile.Write(ref _goodAt, failure is null ? began : NoLook);
        if (failure is null)
        {
            Tell(null, isLost: false);
        }
        else if (_isLost)
        {
            End(failure);
        }
        else
        {
            // One look more: by then whoever asks for readiness has been told, and sends no new calls.
            Tell(NotAMember, isLost: true);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the start is done the row may not be written yet.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(
                stoppingToken, lifetime.ApplicationStopping);
            while (_failure is null && await timer.WaitForNextTickAsync(ending.Token))
            {
                await LookAsync(ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops, and with it its row goes.
        }
    }

    private async Task<MembershipLostException?> FailureAsync(CancellationToken cancellation)
    {
        try
        {
            var rows = await table.ReadRowAsync(silo.SiloAddress, cancellation)
                .WaitAsync(LookLimit, time, cancellation);
            return rows.TryGet(silo.SiloAddress)?.Item1.Status switch
            {
                null => MembershipLostException.Gone($"{settings.Redis}"),
                SiloStatus.Dead => MembershipLostException.DeclaredDead($"{settings.Redis}"),
                _ => null,
            };
        }
        catch (RedisClusteringException)
        {
            // Redis has answered, and the table is not there at all. Failures to reach it are of other types.
            return MembershipLostException.Gone($"{settings.Redis}");
        }
    }

    private void Tell(string? reason, bool isLost) => (_reason, _isLost) = (reason, isLost);

    private void End(MembershipLostException failure)
    {
        _failure = failure;
        Log.MembershipLost(logger, failure.Message);
        lifetime.StopApplication();
        _ = Task.Delay(StopLimit, time, CancellationToken.None)
            .ContinueWith(_ => _overdue.TrySetResult(), TaskScheduler.Default);
    }
}
