using System.Globalization;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Names one conversation: a bot, and a Telegram chat that it takes part in.</summary>
/// <remarks>Immutable. Illegal values cannot be built; only <c>default</c> is none, and no call accepts it.</remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.conversation-key")]
public readonly record struct ConversationKey
{
    /// <summary>Takes a key.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="chatId">Not 0. Negative ids name groups.</param>
    /// <exception cref="InvalidInputException">The id is 0, or the bot id is <c>default</c>.</exception>
    public ConversationKey(BotId bot, long chatId)
    {
        if (bot.Value.Length == 0)
        {
            throw new InvalidInputException("The bot id is missing.");
        }

        if (chatId == 0)
        {
            throw new InvalidInputException("0 is no chat id: use the id of a user, or of a group (negative).");
        }

        Bot = bot;
        ChatId = chatId;
    }

    /// <summary>The bot.</summary>
    [Id(0)]
    public BotId Bot { get; }

    /// <summary>The 64-bit id that Telegram gave; never 0.</summary>
    [Id(1)]
    public long ChatId { get; }

    /// <summary>Personal: keep it out of logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bot}/{ChatId}");
}
