using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Grains.Updates.Sending;

/// <summary>The one place that gives moments for the sends of a bot. It holds nothing that is stored.</summary>
[GrainType("send-limiter")]
internal sealed class SendLimiterGrain : Grain, ISendLimiterGrain
{
    private readonly TimeProvider _time;
    private readonly SendSlots _slots;
    private readonly long _begun;

    public SendLimiterGrain(IOptions<SendingOptions> options, TimeProvider time)
    {
        _time = time;
        _begun = time.GetTimestamp();
        _slots = new SendSlots(options.Value, TimeSpan.Zero);
    }

    private TimeSpan Now => _time.GetElapsedTime(_begun);

    public ValueTask<IReadOnlyList<TimeSpan>> ReserveAsync(IReadOnlyList<long> chats)
    {
        if (chats.Count > ISendLimiterGrain.SlotsMax)
        {
            throw new InvalidInputException(
                $"{chats.Count:N0} sends at once are refused: reserve for {ISendLimiterGrain.SlotsMax:N0} at most.");
        }

        var now = Now;
        return new(chats.Select(chat => _slots.Next(chat, now) - now).Select(w => w < TimeSpan.Zero ? default : w)
            .ToArray());
    }

    public ValueTask PauseAsync(long? chat, TimeSpan retryAfter)
    {
        _slots.Pause(chat, Now + retryAfter);
        return default;
    }
}
