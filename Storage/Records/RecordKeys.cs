using System.Globalization;

namespace HybridOrleans.Storage.Records;

/// <summary>How the keys of each component are made.</summary>
public static class RecordKeys
{
    /// <summary>The profile of one Telegram user of one bot: <c>bot/42</c>; the key of a group is negative.</summary>
    public static RecordKey User(string botId, long telegramId)
        => RecordKey.Create(Component.Users, botId, telegramId.ToString(CultureInfo.InvariantCulture));

    /// <summary>The log of one chat of one bot: its documents have keys that begin with <c>bot/42/</c>.</summary>
    public static RecordKey Conversation(string botId, long chatId)
        => RecordKey.Create(Component.Conversations, botId, chatId.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// The log of the events of one month in one partition: its documents have keys that begin with
    /// <c>bot/2026-11/3/</c>.
    /// </summary>
    /// <param name="botId">The bot.</param>
    /// <param name="month">Year and month, such as <c>2026-11</c>.</param>
    /// <param name="partition">0 or more.</param>
    public static RecordKey Analytics(string botId, string month, int partition)
        => RecordKey.Create(
            Component.Analytics, botId, month, partition.ToString(CultureInfo.InvariantCulture));

    /// <summary>One configuration of one bot: <c>bot/scope</c>, or <c>bot/scope/scope id</c>.</summary>
    /// <param name="botId">The bot.</param>
    /// <param name="scope">Not empty.</param>
    /// <param name="scopeId">May be empty, and then is no part of the key; no other scope id is left out.</param>
    public static RecordKey Configuration(string botId, string scope, string scopeId)
        => string.IsNullOrEmpty(scopeId)
            ? RecordKey.Create(Component.Configuration, botId, scope)
            : RecordKey.Create(Component.Configuration, botId, scope, scopeId);

    /// <summary>The start of every key of one bot, for walks.</summary>
    public static string PrefixOf(string botId) => KeyEncoding.Encode([botId]) + "/";

    /// <summary>The start of every configuration of one scope that has a scope id, for walks.</summary>
    public static string PrefixOf(string botId, string scope) => KeyEncoding.Encode([botId, scope]) + "/";

    /// <summary>The parts that a key was made of.</summary>
    public static IReadOnlyList<string> PartsOf(RecordKey key) => KeyEncoding.Decode(key.Text);
}
