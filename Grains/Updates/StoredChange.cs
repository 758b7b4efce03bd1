using System.Text.Json;

namespace HybridOrleans.Grains.Updates;

/// <summary>The change of one state, as a commit brings it.</summary>
/// <param name="Name">The name of the state.</param>
/// <param name="Basis">The stamp that it was made from.</param>
/// <param name="Version">The version of the type.</param>
/// <param name="Until">When it reads as new.</param>
/// <param name="Data">Null removes the state.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.session-change")]
internal sealed record StoredChange(
    [property: Id(0)] string Name,
    [property: Id(1)] long Basis,
    [property: Id(2)] int Version,
    [property: Id(3)] DateTimeOffset? Until,
    [property: Id(4)] string? Data)
{
    /// <summary>The JSON as a part of a document.</summary>
    public JsonElement? Element()
    {
        if (Data is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(Data);
        return document.RootElement.Clone();
    }
}
