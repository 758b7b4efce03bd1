namespace HybridOrleans.Storage.Quarantine;

/// <summary>One thing that was put aside.</summary>
public sealed record QuarantinedItem
{
    /// <summary>The bot id it belongs to.</summary>
    public required string Owner { get; init; }

    /// <summary>Where it came from: <c>users/42 revision 17</c>, or the name of an imported file.</summary>
    public required string Source { get; init; }

    /// <summary>Why it was put aside, in a few words without personal data.</summary>
    public required string Reason { get; init; }

    /// <summary>The bytes, exactly as found.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>When it was first kept, UTC.</summary>
    public required DateTimeOffset KeptAt { get; init; }

    /// <summary>True when a source begins with a text that no further digit follows.</summary>
    /// <remarks><c>users/42</c> is where <c>users/42 revision 17</c> comes from, and not <c>users/421</c>.</remarks>
    public static bool ComesFrom(string source, string origin)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(origin);
        return source.StartsWith(origin, StringComparison.Ordinal)
            && (source.Length == origin.Length || !char.IsAsciiDigit(source[origin.Length]));
    }
}
