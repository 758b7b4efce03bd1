using System.Text.Json;

namespace HybridOrleans.Grains.Updates;

/// <summary>One state of an owner.</summary>
/// <param name="Version">The version of the type that wrote it.</param>
/// <param name="Stamp">The revision of its record that the write made.</param>
/// <param name="Until">When it reads as new; null for never.</param>
/// <param name="Data">What the bot keeps.</param>
internal sealed record StoredState(int Version, long Stamp, DateTimeOffset? Until, JsonElement Data)
{
    /// <summary>True when its time has run out.</summary>
    public bool IsExpired(DateTimeOffset now) => Until <= now;
}
