namespace HybridOrleans.TestKit.Histories;

/// <summary>One call of one client, as the client knows it. Plain values, none of the product.</summary>
/// <param name="Key">The key.</param>
/// <param name="Who">Client and silo, for the report.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Began">The tick before the call.</param>
/// <param name="Ended">The tick after the answer.</param>
/// <param name="Outcome">What the caller was told.</param>
/// <param name="Expected">
/// The revision that a write was to follow; <see cref="Untold"/> for one that follows whatever stands.
/// </param>
/// <param name="Revision">
/// The revision of the answer; 0 for a key that was never written; <see cref="Untold"/> where none was told.
/// </param>
/// <param name="Id">The id of the write: this one's, or that of the record that was read.</param>
/// <param name="Body">What was to be written, or was read; null for nothing there.</param>
public sealed record Act(
    string Key, string Who, ActKind Kind, long Began, long Ended, ActOutcome Outcome, long Expected, long Revision,
    string? Id, string? Body)
{
    /// <summary>A revision that the caller does not name, or is not told.</summary>
    public const long Untold = -1;

    /// <summary>
    /// Everything that was known before this tick must be in the answer of a <see cref="ActKind.CachedRead"/>; null
    /// when such a read is held to nothing but what its own client knows.
    /// </summary>
    public long? SureAt { get; init; }

    /// <summary>True for a write that made a revision that is told; a delete of nothing makes none.</summary>
    public bool MadeRevision
        => Kind == ActKind.Write && Outcome == ActOutcome.Done && Revision != Untold
            && (Body is not null || Revision != Expected);

    /// <summary>True when the answer tells which revision stood at some moment of the call.</summary>
    public bool TellsRevision => Outcome is (ActOutcome.Done or ActOutcome.Conflict) && Revision != Untold;

    /// <summary>True for a write whose revision is known from nothing but its time.</summary>
    public bool IsPlaceless
        => Kind == ActKind.Write && Expected == Untold && Revision == Untold
            && Outcome is (ActOutcome.Done or ActOutcome.Unknown);

    public override string ToString()
        => $"[{Began}..{Ended}] {Who} {Kind} {Key} {(Kind == ActKind.Write ? $"after {Expected} " : "")}"
            + $"-> {Outcome} {Revision} {Id?[..Math.Min(8, Id.Length)]} {Body ?? "nothing"}";
}
