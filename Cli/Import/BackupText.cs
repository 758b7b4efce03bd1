using System.Globalization;
using System.Text.Json;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>One day of a chat as a document: the scope <c>backup</c>, the scope id <c>{chat_id}/{date}</c>.</summary>
internal static class BackupText
{
    /// <summary>The document that a file becomes, or null when its name is no chat id and date.</summary>
    public static ConfigurationKey? KeyOf(BotId bot, ImportFile file)
    {
        var date = Path.GetFileNameWithoutExtension(file.Path);
        return file.Id is { } chat && DateOnly.TryParseExact(
            date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? new ConfigurationKey(bot, "backup", $"{chat.ToString(CultureInfo.InvariantCulture)}/{date}")
            : null;
    }

    /// <summary>Puts <c>{"messages": …}</c> around an array; anything else stays as it is.</summary>
    public static byte[]? Of(byte[]? content)
    {
        var text = content.AsSpan();
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        return IsArray(text) ? [.. "{\"messages\":"u8, .. text, .. "}"u8] : content;
    }

    /// <summary>True for one whole array: what only becomes JSON inside the braces is none.</summary>
    private static bool IsArray(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            return reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
