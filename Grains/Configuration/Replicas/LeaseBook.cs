using HybridOrleans.Storage.Leases;

namespace HybridOrleans.Grains.Configuration;

/// <summary>Which silos may answer reads of one configuration by themselves, and until when.</summary>
/// <remarks>
/// <para>
/// The rule: a value is lent until <see cref="Length"/> after the owner began to ask the store for it. The owner tells
/// a silo how much of that is left when it answers, and the silo counts it from before it asked, so that a copy always
/// ends before the owner thinks so. Both use monotonic clocks; a process that was frozen finds its copies ended.
/// </para>
/// <para>
/// Before a write goes to the store, nothing is lent any more and every lease has come to its end: the silo has dropped
/// its copy, or the time is over. So nobody can meet the new value while another one still answers with the old. An
/// owner that has just been activated does not know what its predecessor has lent, and lets one lease pass first.
/// </para>
/// <para>
/// Should two activations live at once, the store's compare-and-set lets one of them win each revision. The other one
/// asks the store at least once in each lease, so that it, and the silos that hold copies of it, answer with a replaced
/// value for at most <see cref="Length"/> after that revision was acknowledged.
/// </para>
/// <para>Used by one activation only, on its scheduler.</para>
/// </remarks>
internal sealed class LeaseBook(TimeProvider time, Func<IConfigurationHolder, Task> drop)
{
    /// <summary>How long a value may be lent: as long as the view of a silo counts as fresh.</summary>
    public static readonly TimeSpan Length = ViewLease.Length;

    /// <summary>The owner asks the store again for a value as old as this, so that every lease is worth its call.
    /// </summary>
    public static readonly TimeSpan ConfirmAfter = Length / 2;

    private readonly Dictionary<IConfigurationHolder, long> _lentFrom = [];
    private long _begunAt = time.GetTimestamp();
    private bool _isClosed;

    /// <summary>Notes that no other activation can lend any more, from now on.</summary>
    public void Begin() => _begunAt = time.GetTimestamp();

    /// <summary>Lends a value.</summary>
    /// <param name="holder">To whom.</param>
    /// <param name="confirmedAt">The monotonic time at which the store was asked for it.</param>
    /// <returns>For how long; zero where nothing is lent now.</returns>
    public TimeSpan Lend(IConfigurationHolder holder, long confirmedAt)
    {
        var left = LeftOf(confirmedAt);
        if (_isClosed || left == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        _lentFrom[holder] = Math.Max(confirmedAt, _lentFrom.GetValueOrDefault(holder, confirmedAt));
        return left;
    }

    /// <summary>Lends nothing from now on, and ends when everything lent has come back or run out.</summary>
    /// <param name="cancellation">Stops the waiting; what did not come back stays lent.</param>
    public async ValueTask CallInAsync(CancellationToken cancellation)
    {
        _isClosed = true;
        var ends = _lentFrom.Select(lent => EndAsync(lent.Key, lent.Value, cancellation)).ToList();
        await EndOfAsync(_begunAt, cancellation);
        await Task.WhenAll(ends);
        _lentFrom.Clear();
    }

    /// <summary>Lends again, after a write that was called in for.</summary>
    public void Reopen() => _isClosed = false;

    private async Task EndAsync(IConfigurationHolder holder, long confirmedAt, CancellationToken cancellation)
    {
        if (LeftOf(confirmedAt) is var left && left == TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await drop(holder).WaitAsync(left, time, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // A silo that does not answer, or has gone, may still be answering others.
            await EndOfAsync(confirmedAt, cancellation);
        }
    }

    /// <summary>Waits for a lease's end. Timers know milliseconds only, and may be early by a part of one.</summary>
    private async Task EndOfAsync(long since, CancellationToken cancellation)
    {
        while (LeftOf(since) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left + TimeSpan.FromMilliseconds(1), time, cancellation);
        }
    }

    private TimeSpan LeftOf(long since)
    {
        var left = Length - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
