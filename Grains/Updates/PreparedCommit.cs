namespace HybridOrleans.Grains.Updates;

/// <summary>What a commit will make of one document, kept in it until the commit is decided.</summary>
/// <param name="Commit">Names the commit.</param>
/// <param name="Home">The grain key of the order key: its document decides.</param>
/// <param name="Changes">The changes.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.prepared-commit")]
internal sealed record PreparedCommit(
    [property: Id(0)] Guid Commit,
    [property: Id(1)] string Home,
    [property: Id(2)] IReadOnlyList<StoredChange> Changes);
