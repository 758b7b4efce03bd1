using HybridOrleans.Grains.Records;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Users;

/// <summary>Which record holds the profile of a user grain.</summary>
public static class UserRecords
{
    /// <summary>The Orleans type of the grain; part of stored identities, and never changed.</summary>
    public const string GrainType = "user";

    /// <summary>The name of its state; part of stored identities, and never changed.</summary>
    public const string StateName = "profile";

    internal static readonly RecordKind Kind = new(StateName, "profile");

    /// <summary>The record of a grain: <c>users/bot/telegram id</c>.</summary>
    /// <exception cref="InvalidRecordException">The grain's key is no Telegram id with a bot id.</exception>
    public static RecordKey KeyOf(GrainId grain)
        => grain.TryGetIntegerKey(out var telegramId, out var bot) && bot is not null
            ? RecordKeys.User(bot, telegramId)
            : throw new InvalidRecordException(
                "The key of a user grain is a Telegram id and a bot id. Nothing was written.");
}
