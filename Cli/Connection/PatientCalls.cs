using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Connection;

/// <summary>
/// Repeats calls that are harmless to repeat, with growing pauses, until the cluster has been silent too long.
/// </summary>
/// <remarks>
/// All workers of a run share one instance: while any of them gets through, the cluster is there and nobody gives up.
/// A lost answer is repeated too, since an import compares before it writes.
/// </remarks>
internal sealed class PatientCalls(TimeProvider time, TimeSpan patience)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(3);

    private long _lastAnswer = time.GetTimestamp();

    /// <summary>Notes a part of an answer that takes long: the cluster is there.</summary>
    public void Heard() => Volatile.Write(ref _lastAnswer, time.GetTimestamp());

    /// <summary>Makes a call, again and again if need be.</summary>
    /// <exception cref="ConnectionLostException">Nobody got an answer for the whole of the patience.</exception>
    public async ValueTask<T> RunAsync<T>(
        Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellation)
    {
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            try
            {
                var answer = await call(cancellation);
                Heard();
                return answer;
            }
            catch (HybridException e) when (e.MayBeRetried || e is OutcomeUnknownException)
            {
                var silence = time.GetElapsedTime(Volatile.Read(ref _lastAnswer));
                if (silence >= patience)
                {
                    throw new ConnectionLostException(silence, e);
                }
            }
            catch (HybridException)
            {
                // A refusal is an answer: the cluster is there.
                Heard();
                throw;
            }

            await Task.Delay(pause, time, cancellation);
        }
    }
}
