using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>Calls grains on behalf of a request: limited in time, repeated where that is harmless.</summary>
internal sealed class GrainCalls(IGrainFactory grains, TimeProvider time)
{
    private const int RetriesMax = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The grains.</summary>
    public IGrainFactory Grains => grains;

    /// <summary>Makes a call.</summary>
    /// <exception cref="HybridException">It failed, and its type says what is known.</exception>
    public async Task<T> RunAsync<T>(
        CallKind kind, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        OutcomeUnknownException? lost = null;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await OnceAsync(kind, call, both.Token, cancellation);
            }
            catch (HybridException e) when (
                attempt < RetriesMax && !both.IsCancellationRequested
                && (e.MayBeRetried || (kind == CallKind.Repeatable && e is OutcomeUnknownException)))
            {
                lost ??= e as OutcomeUnknownException;
                await Task.Delay(Pause * (1 << attempt), time, cancellation);
            }
            catch (DataUnavailableException e) when (lost is not null)
            {
                // The last call did nothing, but an earlier one, whose answer was lost, may have.
                throw new OutcomeUnknownException(lost.Message, e);
            }
        }
    }

    private static async Task<T> OnceAsync<T>(
        CallKind kind, Func<CancellationToken, ValueTask<T>> call, CancellationToken both, CancellationToken caller)
    {
        try
        {
            return await call(both).AsTask().WaitAsync(both);
        }
        catch (Exception e) when (e is not HybridException && !caller.IsCancellationRequested)
        {
            var what = e switch
            {
                OperationCanceledException => $"no answer came within {Limit.TotalSeconds:0.#} s",
                TimeoutException => "no answer came in time",
                SiloUnavailableException => "the silo that had it went away",
                _ => $"the cluster failed with {e.GetType().Name}",
            };
            throw kind == CallKind.Read
                ? new DataUnavailableException($"The read was not answered: {what}. Nothing was changed.", e)
                : new OutcomeUnknownException($"The write was sent, and {what}: it may have happened.", e);
        }
    }
}
