using Xunit;

namespace HybridOrleans.Architecture.Tests.Tree;

/// <summary>How the outcome of a rule is told.</summary>
internal static class HouseRule
{
    /// <summary>Fails with every violation and the way out.</summary>
    public static void Holds(IEnumerable<string> violations, string wayOut)
    {
        var found = violations.ToList();
        Assert.True(found.Count == 0, $"{wayOut}\n  {string.Join("\n  ", found)}");
    }

    /// <summary>Fails with exceptions that nothing needs any more, so that a list of exceptions only shrinks.</summary>
    public static void NeedsAll(IEnumerable<string> exceptions, IEnumerable<string> violations)
    {
        var found = violations.ToList();
        Holds(
            exceptions.Where(e => !found.Exists(v => v.StartsWith(e, StringComparison.Ordinal))),
            "These exceptions are no longer needed; take them out of the list.");
    }
}
