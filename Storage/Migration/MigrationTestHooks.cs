namespace HybridOrleans.Storage.Migration;

/// <summary>What a test puts into a migration.</summary>
/// <param name="Probe">Told of each step; null in production.</param>
/// <param name="Bug">A mistake on purpose; none in production.</param>
internal sealed record MigrationTestHooks(IMigrationProbe? Probe = null, MigrationBug Bug = MigrationBug.None)
{
    /// <summary>Production.</summary>
    public static MigrationTestHooks None { get; } = new();
}
