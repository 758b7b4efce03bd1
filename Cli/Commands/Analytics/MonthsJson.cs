using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary>The months as a JSON array.</summary>
internal static class MonthsJson
{
    /// <summary>What a month is in: <c>attached</c>, <c>detached</c>, or <c>gone</c> with its table.</summary>
    public static string StateOf(MonthListing month)
        => !month.IsDetached ? "attached" : month.Bytes is null ? "gone" : "detached";

    /// <summary>Writes the array.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<MonthListing> months)
    {
        writer.WriteStartArray();
        foreach (var month in months)
        {
            writer.WriteStartObject();
            writer.WriteString("month", $"{month.Month}");
            writer.WriteString("table", month.Table);
            writer.WriteString("state", StateOf(month));
            Number("bytes", month.Bytes);
            Number("documents", month.Documents);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        void Number(string name, long? value)
        {
            if (value is { } number)
            {
                writer.WriteNumber(name, number);
            }
            else
            {
                writer.WriteNull(name);
            }
        }
    }
}
