using HybridOrleans.Silo.Membership;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Silo.Health;

/// <summary>
/// Asks each store that a component lives in for a record that never exists, and remembers since when it answers. A
/// PostgreSQL that only follows is asked too, and its silence keeps no silo out of service.
/// </summary>
/// <remarks>Safe for many callers at once; those that come together share one round of questions.</remarks>
internal sealed class Readiness(
    RecordStores stores, IRecordStore records, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<Readiness> logger, MembershipWatch? membership = null)
{
    private const string Follower = "store postgres";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2.5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DependencyState> _known = new(StringComparer.Ordinal);
    private Task<IReadOnlyList<DependencyState>>? _asking;

    /// <summary>The state of the silo and of its stores, asked now.</summary>
    public Task<IReadOnlyList<DependencyState>> AskAsync()
    {
        lock (_gate)
        {
            return _asking is { IsCompleted: false } ? _asking : _asking = AskAllAsync();
        }
    }

    private async Task<IReadOnlyList<DependencyState>> AskAllAsync()
    {
        var serves = lifetime.ApplicationStarted.IsCancellationRequested
            && !lifetime.ApplicationStopping.IsCancellationRequested;
        var states = new List<DependencyState>
        {
            Remember("silo", serves ? null : "it is starting or stopping"),
        };
        if (membership is not null)
        {
            states.Add(Remember("membership", membership.Reason) with { IsNeeded = membership.IsLost });
        }

        if (stores.Components.Count == 0)
        {
            states.Add(Remember("stores", "they are not open"));
        }

        // Several components may live in one store, which is asked once.
        foreach (var component in stores.Components.DistinctBy(StoreOf).OrderBy(c => c.Name))
        {
            states.Add(Remember($"store {StoreOf(component)}", await FailureOfAsync(component)));
        }

        if (states.All(s => s.Name != Follower) && await FollowerAnswersAsync() is { } answers)
        {
            var failure = answers ? null : "it does not answer; the JSON files decide and answer";
            states.Add(Remember(Follower, failure) with { IsNeeded = false });
        }

        return states;
    }

    private async Task<bool?> FollowerAnswersAsync()
    {
        using var limit = new CancellationTokenSource(AnswerLimit, time);
        try
        {
            return await stores.Migrations.PostgresAnswersAsync(limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A component whose documents contradict each other has a store that nobody can name.</summary>
    private string StoreOf(Component component)
    {
        try
        {
            return stores.StoreOf(component);
        }
        catch (StoreUnavailableException)
        {
            return $"of {component}";
        }
    }

    private async Task<string?> FailureOfAsync(Component component)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, time);
        try
        {
            await records.ReadAsync(RecordKey.Create(component, "health", "ready"), Epoch.Initial, limit.Token)
                .AsTask().WaitAsync(limit.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return $"it did not answer within {AnswerLimit.TotalSeconds:0.#} s";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    private DependencyState Remember(string name, string? reason)
    {
        lock (_gate)
        {
            var known = _known.GetValueOrDefault(name);
            if (known is not null && known.Ready == (reason is null))
            {
                return _known[name] = known with { Reason = reason };
            }

            if (reason is not null)
            {
                Log.NotReady(logger, name, reason);
            }
            else if (known is not null)
            {
                Log.ReadyAgain(logger, name);
            }

            return _known[name] = new DependencyState(name, reason is null, time.GetUtcNow(), reason);
        }
    }
}
