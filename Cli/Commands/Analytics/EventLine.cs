using System.Text.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary>Prints an event as one line of JSON.</summary>
internal static class EventLine
{
    private static readonly JsonWriterOptions OneLine = ResultJson.Options with { Indented = false };

    public static void Write(Terminal terminal, StoredEvent stored)
    {
        using var writer = new Utf8JsonWriter(terminal.Output, OneLine);
        writer.WriteStartObject();
        writer.WriteString("id", stored.Id);
        writer.WriteString("ts", stored.Timestamp.UtcDateTime);
        writer.WriteString("type", stored.Type);
        if (stored.UserId is { } user)
        {
            writer.WriteNumber("user", user);
        }

        writer.WriteStartObject("dimensions");
        foreach (var (name, value) in stored.Dimensions)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        if (stored.Data is { } data)
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(data.Utf8.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.Flush();
        terminal.Write("\n");
    }
}
