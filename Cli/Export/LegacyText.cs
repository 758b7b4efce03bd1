using System.Globalization;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Client.Girls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>Messages and backups in the words of the old bot.</summary>
internal static class LegacyText
{
    /// <summary>
    /// A message. One that an import of this very file would name otherwise keeps its id as <c>_id</c>, so that it is
    /// recognised again.
    /// </summary>
    /// <param name="message">The stored message.</param>
    /// <param name="position">Its place in the file, from 1.</param>
    public static JsonText Of(ConversationMessage message, int position)
    {
        var plain = LegacyMessage.Of(message);
        return message.Id is null || MessageText.Read(plain.Utf8.Span, position).Message?.Id == message.Id
            ? plain
            : LegacyMessage.Of(message, withId: true);
    }

    /// <summary>The file of a backup; null when the scope id is no chat id and date.</summary>
    public static string? BackupNameOf(string scopeId)
        => scopeId.Split('/') is [var chat, var date] && TelegramId.Parse(chat) is not null
            && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? $"backups/{chat}/{date}.json"
            : null;

    /// <summary>The array that an import has put <c>{"messages": …}</c> around; anything else as it is.</summary>
    public static JsonText BackupOf(JsonText document)
        => JsonMember.AllOf(document) is [{ Name: "messages", Value: var messages }]
            && messages.Utf8.Span[0] == (byte)'['
            ? messages
            : document;
}
