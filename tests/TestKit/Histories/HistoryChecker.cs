namespace HybridOrleans.TestKit.Histories;

/// <summary>Judges what clients were told. Shares no code with the product.</summary>
/// <remarks>
/// The revisions of a key order its writes, so that no search is needed: a history is linearizable when each revision
/// has one writer, each read matches its writer, and the order of the revisions contradicts no order in time.
/// </remarks>
public static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(IEnumerable<Act> acts)
        => [.. acts.GroupBy(act => act.Key).SelectMany(ofKey => new KeyHistory(ofKey.Key, [.. ofKey]).Check())];

    /// <summary>Compares what lies in the two stores at rest.</summary>
    public static IEnumerable<Violation> Compare(
        IReadOnlyDictionary<string, HeldRecord> root, IReadOnlyDictionary<string, HeldRecord> follower)
        => root.Keys.Union(follower.Keys)
            .Where(key => root.GetValueOrDefault(key) != follower.GetValueOrDefault(key))
            .Select(key => new Violation(
                ViolationKind.SidesDiffer, key,
                $"root {root.GetValueOrDefault(key)}, follower {follower.GetValueOrDefault(key)}"));
}
