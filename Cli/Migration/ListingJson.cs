using System.Text.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Migration;

/// <summary>A list about one component as a JSON document.</summary>
internal static class ListingJson
{
    /// <summary>Writes the document.</summary>
    /// <param name="terminal">Where it goes.</param>
    /// <param name="component">The component.</param>
    /// <param name="name">The member that holds the list.</param>
    /// <param name="items">The list.</param>
    /// <param name="write">Writes the members of one of them.</param>
    public static void Write<T>(
        Terminal terminal, ComponentName component, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
        => ResultJson.Write(terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("component", MigrationNames.Of(component));
            writer.WriteStartArray(name);
            foreach (var item in items)
            {
                writer.WriteStartObject();
                write(writer, item);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
}
