using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Silo.Health;

/// <summary>
/// Asks each store that a component lives in for a record that never exists, and remembers since when it answers.
/// </summary>
/// <remarks>Safe for many callers at once; those that come together share one round of questions.</remarks>
internal sealed class Readiness(
    RecordStores stores, IRecordStore records, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<Readiness> logger)
{
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
        if (stores.Components.Count == 0)
        {
            states.Add(Remember("stores", "they are not open"));
        }

        // Several components may live in one store, which is asked once.
        foreach (var component in stores.Components.DistinctBy(stores.StoreOf).OrderBy(c => c.Name))
        {
            states.Add(Remember($"store {stores.StoreOf(component)}", await FailureOfAsync(component)));
        }

        return states;
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
