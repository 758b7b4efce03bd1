using System.Text.Json;
using System.Text.Json.Serialization;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>A component is its name.</summary>
internal sealed class ComponentJsonConverter : JsonConverter<Component>
{
    /// <inheritdoc/>
    public override Component Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Component.TryParse(reader.GetString(), out var component)
            ? component
            : throw new JsonException("There is no component of that name.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Component value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.Name);
}
