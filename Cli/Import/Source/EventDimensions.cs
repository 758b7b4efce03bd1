using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>Reads the dimensions of an event as an export writes them.</summary>
internal static class EventDimensions
{
    /// <param name="json">Valid JSON, or nothing.</param>
    /// <returns>Null when these are none that an event can have: the member then means something else.</returns>
    public static IReadOnlyDictionary<string, string>? Read(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith("{"u8))
        {
            return null;
        }

        try
        {
            var dimensions = new Dictionary<string, string>();
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                dimensions.Add(name, reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");
                reader.Skip();
            }

            new NewEvent { Type = "t", Dimensions = dimensions }.Require();
            return dimensions.Count == 0 ? null : dimensions;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or InvalidInputException)
        {
            return null;
        }
    }
}
