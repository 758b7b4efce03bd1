using System.Text.Json;
using System.Text.Json.Serialization;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>An epoch is its number.</summary>
internal sealed class EpochJsonConverter : JsonConverter<Epoch>
{
    /// <inheritdoc/>
    public override Epoch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => new(reader.GetInt64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Epoch value, JsonSerializerOptions options)
        => writer.WriteNumberValue(value.Value);
}
