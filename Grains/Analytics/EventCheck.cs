using System.Text.Json;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Analytics;

/// <summary>Checks what a client sends before it enters the log.</summary>
internal static class EventCheck
{
    /// <summary>The event as an entry of the log.</summary>
    /// <exception cref="InvalidInputException">It is no event. Nothing was written.</exception>
    public static LogEntry ToEntry(EventEntry sent)
    {
        var entry = Parse(sent);
        if (entry.Id is null || !IsEvent(entry.Body.Utf8.Span))
        {
            throw new InvalidInputException(
                "An event is refused: it lacks an id, a time or a type. Nothing was written.");
        }

        return entry.Body.Utf8.Length <= NewEvent.BytesMax ? entry : throw new InvalidInputException(
            $"An event of {entry.Body.Utf8.Length:N0} bytes is refused: at most {NewEvent.BytesMax:N0} are allowed. "
            + "Nothing was written.");
    }

    /// <summary>True when an event is about a user.</summary>
    public static bool IsOf(RecordBody body, long userId)
    {
        var reader = new Utf8JsonReader(body.Utf8.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUser = reader.ValueTextEquals("user"u8);
            reader.Read();
            if (isUser)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var user) && user == userId;
            }

            reader.Skip();
        }

        return false;
    }

    private static LogEntry Parse(EventEntry sent)
    {
        try
        {
            return LogEntry.Create(RecordBody.Parse(sent.Body.Utf8.ToArray()), sent.Id);
        }
        catch (InvalidRecordException e)
        {
            throw new InvalidInputException(e.Message);
        }
    }

    /// <summary>True when it begins as every event does, so that it can be counted later.</summary>
    private static bool IsEvent(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        return reader.Read() && reader.Read() && reader.ValueTextEquals("ts"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out _)
            && reader.Read() && reader.ValueTextEquals("type"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.String;
    }
}
