using System.Globalization;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Names one profile: a bot, and a Telegram user or group of it.</summary>
/// <remarks>Immutable. Illegal values cannot be built; only <c>default</c> is none, and no call accepts it.</remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.user-key")]
public readonly record struct UserKey
{
    /// <summary>Takes a key.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="telegramId">Not 0. Negative ids name groups.</param>
    /// <exception cref="InvalidInputException">The id is 0, or the bot id is <c>default</c>.</exception>
    public UserKey(BotId bot, long telegramId)
    {
        if (bot.Value.Length == 0)
        {
            throw new InvalidInputException("The bot id is missing.");
        }

        if (telegramId == 0)
        {
            throw new InvalidInputException("0 is no Telegram id: use the id of a user, or of a group (negative).");
        }

        Bot = bot;
        TelegramId = telegramId;
    }

    /// <summary>The bot.</summary>
    [Id(0)]
    public BotId Bot { get; }

    /// <summary>The 64-bit id that Telegram gave; never 0.</summary>
    [Id(1)]
    public long TelegramId { get; }

    /// <summary>Personal: keep it out of logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bot}/{TelegramId}");
}
