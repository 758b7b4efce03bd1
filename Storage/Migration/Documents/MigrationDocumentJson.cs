using System.Text.Json.Serialization;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>How the members of a <see cref="MigrationDocument"/> are spelt. Part of the format: see the golden
/// files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    Converters = [typeof(ComponentJsonConverter), typeof(EpochJsonConverter)])]
[JsonSerializable(typeof(MigrationDocument))]
internal sealed partial class MigrationDocumentJson : JsonSerializerContext;
