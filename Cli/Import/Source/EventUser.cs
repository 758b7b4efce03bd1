using System.Text;
using System.Text.Json;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>Finds the Telegram user that an old event is about.</summary>
internal static class EventUser
{
    // The first one that is an id counts: the name that can mean nothing else comes first.
    private static readonly string[] Names = ["telegram_id", "user_id", "chat_id"];

    /// <summary>The id that one of these members has as a number or as a text.</summary>
    /// <param name="json">Valid JSON; what is no object names nobody.</param>
    public static long? Of(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith("{"u8))
        {
            return null;
        }

        var found = new long?[Names.Length];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Array.IndexOf(Names, Encoding.UTF8.GetString(reader.ValueSpan));
            reader.Read();
            if (name >= 0 && reader.TokenType is (JsonTokenType.Number or JsonTokenType.String))
            {
                found[name] = TelegramId.Parse(Encoding.UTF8.GetString(reader.ValueSpan));
            }

            reader.Skip();
        }

        return found.FirstOrDefault(id => id is not null);
    }
}
