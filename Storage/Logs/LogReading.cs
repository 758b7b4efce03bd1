namespace HybridOrleans.Storage.Logs;

/// <summary>The answer to a read of a log.</summary>
public sealed record LogReading
{
    /// <summary>Where the log began and ended when it was read.</summary>
    public required LogHead Head { get; init; }

    /// <summary>The entries, the oldest first.</summary>
    public required IReadOnlyList<SequencedEntry> Entries { get; init; }
}
