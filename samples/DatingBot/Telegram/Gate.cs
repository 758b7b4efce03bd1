using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.ReplyMarkups;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>Everything that goes to Telegram.</summary>
internal sealed class Gate(ITelegramBotClient telegram, ILogger<Gate> logger)
{
    private static readonly TimeSpan Unreachable = TimeSpan.FromSeconds(2);

    /// <summary>Sends what the outbox kept. The limits are already waited for.</summary>
    public Task<SendResult> SendAsync(OutgoingCall call, CancellationToken cancellation)
        => SendAsync(call.ChatId, Reply.Of(call.Payload ?? default), cancellation);

    /// <exception cref="Exception">Nobody knows whether it was sent.</exception>
    public async Task<SendResult> SendAsync(long chatId, Reply reply, CancellationToken cancellation)
    {
        try
        {
            await telegram.SendMessage(
                chatId, reply.Text, replyMarkup: Keyboard(reply), cancellationToken: cancellation);
            return SendResult.Sent;
        }
        catch (ApiRequestException e) when (e.ErrorCode == StatusCodes.Status429TooManyRequests)
        {
            return SendResult.Later(TimeSpan.FromSeconds(Math.Max(1, e.Parameters?.RetryAfter ?? 1)));
        }
        catch (ApiRequestException e) when (e.ErrorCode is >= 400 and < 500)
        {
            // Most often the user has blocked the bot.
            Log.SendRefused(logger, e.ErrorCode);
            return SendResult.Refused;
        }
        catch (RequestException e) when (e.InnerException is HttpRequestException
            { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
        {
            return SendResult.Later(Unreachable);
        }
    }

    /// <summary>Ends the waiting that the user sees on a pressed button, if it still can be.</summary>
    public async Task AnswerPressAsync(string pressId, CancellationToken cancellation)
    {
        try
        {
            await telegram.AnswerCallbackQuery(pressId, cancellationToken: cancellation);
        }
        catch (RequestException)
        {
            // It is too late, as for an update that was delivered again. Telegram ends the waiting by itself.
        }
    }

    private static InlineKeyboardMarkup? Keyboard(Reply reply)
        => reply.Buttons.Count == 0
            ? null
            : new InlineKeyboardMarkup(
                reply.Buttons.Select(b => new[] { InlineKeyboardButton.WithCallbackData(b.Label, b.Data) }));
}
