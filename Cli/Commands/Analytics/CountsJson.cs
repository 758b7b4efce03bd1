using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Analytics;

/// <summary>Prints counts for programs.</summary>
internal static class CountsJson
{
    public static void Write(Terminal terminal, IReadOnlyList<EventCount> counts)
    {
        ResultJson.Write(terminal, writer =>
        {
            writer.WriteStartArray();
            foreach (var count in counts)
            {
                writer.WriteStartObject();
                writer.WriteString("start", count.Start);
                writer.WriteString("type", count.Type);
                writer.WriteString("value", count.Value);
                writer.WriteNumber("count", count.Count);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }
}
