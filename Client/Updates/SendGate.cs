using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>Reserves moments for the sends of one bot: one call travels, and the next one takes along all that wait.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SendGate(IGrainFactory grains, BotId bot, CallPolicy calls)
{
    private readonly Lock _gate = new();
    private List<(long Chat, TaskCompletionSource<TimeSpan> Wait)> _waiting = [];
    private bool _travels;

    /// <summary>Named when it is called: Orleans refuses to name a grain before the client knows of a silo.</summary>
    private ISendLimiterGrain Limiter => grains.GetGrain<ISendLimiterGrain>(bot.Value);

    /// <summary>Reserves the next moment for a chat.</summary>
    /// <returns>How long to wait for it, from now.</returns>
    public Task<TimeSpan> ReserveAsync(long chat)
    {
        var wait = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Add((chat, wait));
            if (!_travels)
            {
                _travels = true;
                _ = Task.Run(TravelAsync);
            }
        }

        return wait.Task;
    }

    public async Task PauseAsync(long? chat, TimeSpan retryAfter, CancellationToken cancellation)
        => await calls.RunAsync(
            CallKind.Repeatable,
            (Gate: this, Chat: chat, RetryAfter: retryAfter),
            static async (a, _) =>
            {
                await a.Gate.Limiter.PauseAsync(a.Chat, a.RetryAfter);
                return true;
            },
            cancellation);

    private async Task TravelAsync()
    {
        while (true)
        {
            List<(long Chat, TaskCompletionSource<TimeSpan> Wait)> some;
            lock (_gate)
            {
                some = _waiting[..Math.Min(_waiting.Count, ISendLimiterGrain.SlotsMax)];
                _waiting = _waiting[some.Count..];
                if (some.Count == 0)
                {
                    _travels = false;
                    return;
                }
            }

            try
            {
                var moments = await calls.RunAsync(
                    CallKind.Repeatable,
                    (Gate: this, Chats: some.Select(s => s.Chat).ToArray()),
                    static (a, _) => a.Gate.Limiter.ReserveAsync(a.Chats),
                    CancellationToken.None);
                for (var i = 0; i < some.Count; i++)
                {
                    some[i].Wait.SetResult(moments[i]);
                }
            }
            catch (Exception e)
            {
                some.ForEach(s => s.Wait.TrySetException(e));
            }
        }
    }
}
