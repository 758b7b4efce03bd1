using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>An update that the bot acts on: a message or a pressed button in a private chat.</summary>
internal sealed record Incoming
{
    /// <summary>The updates that the bot asks for.</summary>
    public static readonly UpdateType[] Wanted = [UpdateType.Message, UpdateType.CallbackQuery];

    public required int UpdateId { get; init; }

    /// <summary>The user, and the private chat with them.</summary>
    public required long UserId { get; init; }

    public required string FirstName { get; init; }

    /// <summary>The language of the user's Telegram, such as <c>ru</c>; empty when it is not told.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What was written; empty for a button, and for a picture.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the pressed button stands for; null for a message.</summary>
    public string? Button { get; init; }

    /// <summary>Where the press is answered; null for a message.</summary>
    public string? PressId { get; init; }

    /// <returns>Null for an update that the bot does not act on.</returns>
    public static Incoming? Of(Update update, TimeProvider time) => update switch
    {
        { Message: { From: { IsBot: false } from, Chat.Type: ChatType.Private } message }
            => Of(update, from, message.Date) with { Text = message.Text ?? "" },
        {
            CallbackQuery:
            {
                From: var from, Data: { Length: > 0 } data, Message: { Chat.Type: ChatType.Private }
            } press
        }
            => Of(update, from, time.GetUtcNow().UtcDateTime) with { Button = data, PressId = press.Id },
        _ => null,
    };

    private static Incoming Of(Update update, User from, DateTime at) => new()
    {
        UpdateId = update.Id,
        UserId = from.Id,
        FirstName = from.FirstName,
        Language = from.LanguageCode ?? "",
        At = new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
    };
}
