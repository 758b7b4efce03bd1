using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Migration.Documents;

/// <summary>Documents for tests.</summary>
internal static class MigrationDocuments
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The document that a new root begins with.</summary>
    public static MigrationDocument First { get; } = new()
    {
        Component = Component.Users,
        Version = 1,
        Epoch = Epoch.Initial,
        Phase = Phase.Off,
        SharePercent = 0,
    };

    /// <summary>A document in which every member is set.</summary>
    public static MigrationDocument Full { get; } = new()
    {
        Component = Component.Conversations,
        Version = 17,
        Epoch = new Epoch(4),
        Phase = Phase.Live,
        SharePercent = 25,
        JsonStore = Guid.Parse("5f0c1de2a7b84c3d9e10f2a3b4c5d6e7"),
        PostgresStore = Guid.Parse("0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
        Switch = new RootSwitchState(Phase.RampDown, new Epoch(5), Noon.AddMilliseconds(250)),
        Synchronise = new SynchroniseState(
            new Epoch(4), 9, 255, "han/users/Ева", 9_999_999_999, 10_000_000_000, Noon, IsPaused: true),
        Verification = new VerificationState(
            new Epoch(4), Noon.AddTicks(1), 100, 1, new(Guid.Parse("11111111222233334444555566667777"), 12)),
        Goal = new GoalState(Phase.Complete, 100, "ann", "1 divergence"),
        CopyRateMax = 20_000,
        Followed = new(Guid.Parse("88888888999900001111222233334444"), 7),
        Divergences =
        [
            new Divergence("han/users/1", new(3, new string('a', 64)), new(4, null), "PostgreSQL is ahead", Noon),
            new Divergence("han/users/2", null, new(0, null), "damaged", Noon),
        ],
        History =
        [
            new HistoryEntry(Noon, "ann", "promote", "try \"it\"", "done"),
            new HistoryEntry(Noon.AddDays(1), "controller", "rollback", "p99 82 ms > 40 ms", "done"),
        ],
    };
}
