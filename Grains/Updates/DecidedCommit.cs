namespace HybridOrleans.Grains.Updates;

/// <summary>A commit that has happened, and whose other documents may not know it yet.</summary>
/// <param name="Commit">Names the commit.</param>
/// <param name="Others">The grain keys of the other documents.</param>
internal sealed record DecidedCommit(Guid Commit, IReadOnlyList<string> Others);
