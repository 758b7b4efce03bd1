namespace HybridOrleans.TestKit.Histories.Logs;

/// <summary>Judges what clients were told of logs. Shares no code with the product.</summary>
/// <remarks>
/// The numbers of the entries are the order of the log, so that no search is needed: each number has one entry, each
/// id one number, an acknowledged entry lies where it was told, one that is known not to be in is nowhere, and the
/// order of the numbers contradicts no order in time.
/// </remarks>
public static class LogHistoryChecker
{
    public static IReadOnlyList<Violation> Check(IEnumerable<LogAct> acts)
        => [.. acts.GroupBy(act => act.Key).SelectMany(ofKey => new LogHistory(ofKey.Key, [.. ofKey]).Check())];
}
