using System.Text;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>An event to log.</summary>
/// <param name="Type">What happened; 1 to 128 characters.</param>
/// <param name="Data">A JSON object with more about it.</param>
/// <param name="Dimensions">What it may be counted by; nothing personal.</param>
/// <param name="User">The Telegram user that it is about; erasing the user erases it.</param>
/// <param name="Id">Names it, so that sending it again adds nothing. Give <paramref name="Ts"/> too.</param>
/// <param name="Ts">When it happened; now when left out.</param>
internal sealed record EventInput(
    string Type,
    JsonElement? Data = null,
    IReadOnlyDictionary<string, string>? Dimensions = null,
    long? User = null,
    string? Id = null,
    DateTimeOffset? Ts = null)
{
    /// <summary>Where it belongs, and how it is stored.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public (EventPartition Partition, EventEntry Entry) Place(BotId bot, DateTimeOffset now)
    {
        var plain = new NewEvent
        {
            Type = Type,
            Data = Data is { ValueKind: not JsonValueKind.Null } data
                ? new JsonText(Encoding.UTF8.GetBytes(data.GetRawText()))
                : null,
            UserId = User,
            Id = Id ?? Guid.NewGuid().ToString("n"),
            Timestamp = Ts ?? now,
        };
        var complete = Dimensions is null ? plain : plain with { Dimensions = Dimensions };
        complete.Require();
        var partition = EventPartition.Of(bot, complete.Timestamp!.Value, User, complete.Id!);
        return (partition, new EventEntry(complete.Id!, complete.ToBody(complete.Timestamp.Value)));
    }

    /// <summary>The type alone.</summary>
    public override string ToString() => $"event '{Type}'";
}
