using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>Logs what was done, without letting anybody wait for it or fail by it.</summary>
internal sealed class AdapterEvents(IAnalytics analytics, BotId bot, TimeProvider time)
{
    private const int PendingMax = 1_000;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _empty;
    private int _pending;
    private long _logged;
    private long _lost;

    public int Pending => Volatile.Read(ref _pending);

    public long Logged => Interlocked.Read(ref _logged);

    public long Lost => Interlocked.Read(ref _lost);

    public void Log(string type, long chatId)
    {
        if (Interlocked.Increment(ref _pending) > PendingMax)
        {
            Interlocked.Increment(ref _lost);
            End();
            return;
        }

        _ = LogAsync(new NewEvent { Type = type, UserId = chatId, Timestamp = time.GetUtcNow() });
    }

    /// <summary>Waits until no event is on its way any more.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return Pending == 0 ? Task.CompletedTask
                : (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async Task LogAsync(NewEvent happened)
    {
        try
        {
            await analytics.LogEventAsync(bot, happened);
            Interlocked.Increment(ref _logged);
        }
        catch (Exception)
        {
            // The change itself is stored; an event that tells of it is not worth an error of its own.
            Interlocked.Increment(ref _lost);
        }

        End();
    }

    private void End()
    {
        lock (_gate)
        {
            if (Interlocked.Decrement(ref _pending) == 0)
            {
                _empty?.SetResult();
                _empty = null;
            }
        }
    }
}
