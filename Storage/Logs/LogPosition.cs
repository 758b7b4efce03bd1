namespace HybridOrleans.Storage.Logs;

/// <summary>What a holder knows of a log: its head document and its last segment. Immutable.</summary>
/// <param name="Document">The head document.</param>
/// <param name="Tail">The last segment, without deleted entries; perhaps not begun yet.</param>
internal sealed record LogPosition(HeadDocument Document, Segment Tail)
{
    /// <summary>Where the log begins and ends.</summary>
    public LogHead Head => new(Document.First, Tail.Next);
}
