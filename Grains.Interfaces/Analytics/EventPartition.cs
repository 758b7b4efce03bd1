using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>
/// Names one log of events: a bot, a month, and one of the <see cref="Count"/> partitions that share its events.
/// </summary>
/// <remarks>Immutable. Illegal values cannot be built; only <c>default</c> is none, and no call accepts it.</remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.event-partition")]
public readonly record struct EventPartition
{
    /// <summary>How many partitions share the events of one bot and month. Part of the stored format.</summary>
    public const int Count = 8;

    private const char Separator = '/';

    /// <summary>Takes a partition.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="month">The month.</param>
    /// <param name="number">From 0, below <see cref="Count"/>.</param>
    /// <exception cref="InvalidInputException">One of them is none.</exception>
    public EventPartition(BotId bot, EventMonth month, int number)
    {
        if (bot.Value.Length == 0 || month == default || number is < 0 or >= Count)
        {
            throw new InvalidInputException(
                $"There is no such partition of events: it takes a bot, a month, and a number from 0 to {Count - 1}.");
        }

        Bot = bot;
        Month = month;
        Number = number;
    }

    /// <summary>The bot.</summary>
    [Id(0)]
    public BotId Bot { get; }

    /// <summary>The month.</summary>
    [Id(1)]
    public EventMonth Month { get; }

    /// <summary>From 0, below <see cref="Count"/>.</summary>
    [Id(2)]
    public int Number { get; }

    /// <summary>Where an event belongs: all of one user lie together, and others by their id.</summary>
    /// <param name="bot">The bot.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="userId">The user, if the event names one.</param>
    /// <param name="eventId">The id of the event.</param>
    public static EventPartition Of(BotId bot, DateTimeOffset time, long? userId, string eventId)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        var name = userId is { } user ? string.Create(CultureInfo.InvariantCulture, $"user {user}") : eventId;
        return new(bot, EventMonth.Of(time), SHA256.HashData(Encoding.UTF8.GetBytes(name))[0] % Count);
    }

    /// <summary>All partitions of a month.</summary>
    /// <exception cref="InvalidInputException">The bot or the month is none.</exception>
    public static IEnumerable<EventPartition> Of(BotId bot, EventMonth month)
        => Enumerable.Range(0, Count).Select(number => new EventPartition(bot, month, number));

    /// <summary>Reads the key of a grain.</summary>
    /// <exception cref="InvalidInputException">It is no such key.</exception>
    public static EventPartition Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Split(Separator) is [var bot, var month, var number]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? new(new BotId(bot), EventMonth.Parse(month), parsed)
            : throw new InvalidInputException("The key names no partition of events.");
    }

    /// <summary>The key of its grain, such as <c>han_dating_bot/2026-11/3</c>.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Bot.Value}{Separator}{Month}{Separator}{Number}");
}
