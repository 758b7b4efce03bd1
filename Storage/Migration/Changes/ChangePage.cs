using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Changes;

/// <summary>A part of the list of changed keys.</summary>
/// <param name="IsWhole">
/// False when the list does not reach back to the place that was asked for: nothing is known, verify again.
/// </param>
/// <param name="Keys">The changed keys, oldest change first.</param>
/// <param name="Next">The place after the last of them.</param>
/// <param name="Remaining">
/// How many more were listed when the page was read; a store may stop counting at 100,000.
/// </param>
public sealed record ChangePage(bool IsWhole, IReadOnlyList<RecordKey> Keys, ChangePosition Next, long Remaining)
{
    /// <summary>The answer of a list that does not reach back.</summary>
    public static ChangePage Broken { get; } = new(false, [], default, 0);
}
