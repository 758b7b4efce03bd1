namespace HybridOrleans.TestKit.Histories.Logs;

/// <summary>One call of a log of which nothing is ever deleted. Plain values, none of the product.</summary>
/// <param name="Key">The log.</param>
/// <param name="Who">The client.</param>
/// <param name="Kind"><see cref="ActKind.Write"/> is an append.</param>
/// <param name="Began">The tick before the call.</param>
/// <param name="Ended">The tick after the answer.</param>
/// <param name="Outcome">What the caller was told.</param>
public sealed record LogAct(string Key, string Who, ActKind Kind, long Began, long Ended, ActOutcome Outcome)
{
    /// <summary>What was to be appended, with the numbers that were told; or what was read, in order.</summary>
    public IReadOnlyList<SeenEntry> Entries { get; init; } = [];

    /// <summary>The number that the next entry gets, as a read tells it.</summary>
    public long Next { get; init; } = 1;

    /// <summary>Which numbers a read was to return, as far as they were there; null for a count.</summary>
    public (long From, int Count)? Wanted { get; init; }

    /// <summary>As <see cref="Act.SureAt"/>.</summary>
    public long? SureAt { get; init; }

    /// <summary>True for an answer about what the log holds.</summary>
    public bool IsReading => Kind != ActKind.Write && Outcome == ActOutcome.Done;

    public override string ToString()
        => $"[{Began}..{Ended}] {Who} {Kind} {Key} -> {Outcome}, next {Next}: "
            + string.Join(", ", Entries.TakeLast(4).Select(entry => $"{entry.Sequence} {entry.Id}"));
}
