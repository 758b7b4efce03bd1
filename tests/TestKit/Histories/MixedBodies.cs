namespace HybridOrleans.TestKit.Histories;

/// <summary>Finds bodies that were written under one key and read under another. Every body is written once.</summary>
public static class MixedBodies
{
    public static IEnumerable<Violation> Find(IReadOnlyCollection<Act> acts)
    {
        var writers = acts.Where(act => act is { Kind: ActKind.Write, Body: not null })
            .GroupBy(act => act.Body!).ToDictionary(group => group.Key, group => group.First());
        return acts
            .Where(act => act is { Kind: not ActKind.Write, Outcome: ActOutcome.Done, Body: not null })
            .Where(act => writers.TryGetValue(act.Body!, out var writer) && writer.Key != act.Key)
            .Select(act => new Violation(ViolationKind.Mixed, act.Key, $"{act} | {writers[act.Body!]}"));
    }
}
