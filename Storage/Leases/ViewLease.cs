using HybridOrleans.Storage.Calls;

namespace HybridOrleans.Storage.Leases;

/// <summary>Until when memory of one component may answer without the root's word.</summary>
/// <remarks>
/// <para>
/// Memory counts as long as every look that the silo takes, at the migration document and at its own row among the
/// members, began less than <see cref="Length"/> ago on the monotonic clock. A process that was frozen or cut off finds
/// its looks old, and others may have gone on without it: then the root is asked whether it still holds what is
/// remembered. Its answer counts for as long as a look does.
/// </para>
/// <para>
/// What is left is bounded by that time: should two activations of one key live at once, one may answer with a replaced
/// value for at most <see cref="Length"/>. Safe for many callers at once.
/// </para>
/// </remarks>
public sealed class ViewLease
{
    /// <summary>How long a look counts, from the moment at which it began.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a root that gave no answer is left alone by those who can answer without it.</summary>
    public static readonly TimeSpan SilencePause = TimeSpan.FromMilliseconds(250);

    private readonly ISelfCheck[] _checks;
    private readonly long _length;
    private readonly Breaker _silence;

    /// <summary>A lease that rests on some looks; without any it never runs out.</summary>
    public ViewLease(IEnumerable<ISelfCheck> checks, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _checks = [.. checks];
        _length = (long)(Length.TotalSeconds * time.TimestampFrequency);
        _silence = new Breaker(SilencePause, time);
    }

    /// <summary>True when a value may be answered from memory.</summary>
    /// <param name="confirmedAt">The monotonic time at which the root was asked for it.</param>
    /// <param name="now">The monotonic time.</param>
    public bool Covers(long confirmedAt, long now)
    {
        if (now - confirmedAt < _length)
        {
            return true;
        }

        foreach (var check in _checks)
        {
            if (check.GoodAt is not { } goodAt || now - goodAt >= _length)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Asks the root for its word on what is remembered.</summary>
    /// <exception cref="StoreUnavailableException">
    /// No answer, or there was none a moment ago: then it is not asked, so that an outage costs one reader its time-out
    /// and not each of them.
    /// </exception>
    public async ValueTask<T> AskRootAsync<T>(Func<ValueTask<T>> question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!_silence.MayAsk())
        {
            throw new StoreUnavailableException(
                "The store gave no answer a moment ago, and is not asked yet. Nothing was written; repeat later.");
        }

        try
        {
            var answer = await question();
            _silence.Succeeded();
            return answer;
        }
        catch (StoreUnavailableException)
        {
            _silence.Failed();
            throw;
        }
        catch
        {
            // It has answered, though with an error.
            _silence.Succeeded();
            throw;
        }
    }
}
