using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>What the documents of both sides mean together.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Document">The document that decides, or will once it was written; else null.</param>
/// <param name="ExpectedVersion">When it must be written: the version that it replaces, 0 for none.</param>
/// <param name="Reason">Why no document decides, with the way out; else null.</param>
internal sealed record DocumentVerdict(
    VerdictKind Kind, MigrationDocument? Document, long ExpectedVersion, string? Reason)
{
    /// <summary>This document decides.</summary>
    public static DocumentVerdict Decides(MigrationDocument document) => new(VerdictKind.Decides, document, 0, null);

    /// <summary>A switch stopped between its two writes: the document goes into the root that it names.</summary>
    public static DocumentVerdict Finish(MigrationDocument document, long expectedVersion)
        => new(VerdictKind.FinishSwitch, document, expectedVersion, null);

    /// <summary>Nobody can say which document decides until a store answers.</summary>
    public static DocumentVerdict Unavailable(string reason) => new(VerdictKind.Unavailable, null, 0, reason);

    /// <summary>The documents contradict each other: nothing is routed until a person has looked.</summary>
    public static DocumentVerdict Refused(string reason) => new(VerdictKind.Refused, null, 0, reason);
}
