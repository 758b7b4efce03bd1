namespace HybridOrleans.Grains.Interfaces;

/// <summary>Where the migration of one component stands.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.migration-status")]
public sealed record MigrationStatus
{
    /// <summary>The component.</summary>
    [Id(0)]
    public required ComponentName Component { get; init; }

    /// <summary>How far it has moved.</summary>
    [Id(1)]
    public required MigrationPhase Phase { get; init; }

    /// <summary>The share of keys, 0 to 100, that PostgreSQL is compared for or answers for.</summary>
    [Id(2)]
    public required int SharePercent { get; init; }

    /// <summary>Moves only when the store that decides changes, or a switch is given up.</summary>
    [Id(3)]
    public required long Epoch { get; init; }

    /// <summary>Counts every decision.</summary>
    [Id(4)]
    public required long Version { get; init; }

    /// <summary>What holds now, in words: what an acknowledgement means, and what an outage would cost.</summary>
    [Id(5)]
    public required IReadOnlyList<string> Guarantee { get; init; }

    /// <summary>
    /// Why the next step, or the next one towards <see cref="Goal"/>, cannot be taken; null when it can.
    /// </summary>
    [Id(6)]
    public string? BlockedBecause { get; init; }

    /// <summary>Where the controller is on its way to, such as <c>Live at 100 %</c>; null when it rests.</summary>
    /// <remarks>It is set before the request that asks for it is answered, so that whoever asked sees it.</remarks>
    [Id(7)]
    public string? Goal { get; init; }

    /// <summary>The long step under way; null when there is none.</summary>
    [Id(8)]
    public MigrationProgress? Progress { get; init; }

    /// <summary>True while PostgreSQL may lack acknowledged writes, and while that is not known.</summary>
    [Id(9)]
    public bool HasDebt { get; init; }

    /// <summary>
    /// Keys that the JSON files may lack while they follow PostgreSQL; null while that is not known, such as when
    /// nobody could look at the list of changes in the last seconds; 0 in the phases in which they do not follow.
    /// </summary>
    [Id(10)]
    public long? Lag { get; init; }

    /// <summary>True while callers wait for a switch.</summary>
    [Id(11)]
    public bool IsSealed { get; init; }

    /// <summary>Whether PostgreSQL answered lately; null when none is attached.</summary>
    [Id(12)]
    public bool? PostgresAnswers { get; init; }

    /// <summary>The last complete comparison, in words; null when there was none in this epoch.</summary>
    [Id(13)]
    public string? LastVerification { get; init; }

    /// <summary>Keys known to differ though nobody was writing them.</summary>
    [Id(14)]
    public long Divergent { get; init; }

    /// <summary>Which silo has seen what.</summary>
    [Id(15)]
    public required IReadOnlyList<SiloView> Silos { get; init; }

    /// <summary>
    /// How the last request ended, as the history tells it; null while it is under way, and when there was none.
    /// </summary>
    [Id(16)]
    public MigrationAnswer? LastOutcome { get; init; }

    /// <summary>What calls were like lately; null while no silo has reported twice.</summary>
    [Id(17)]
    public RecentCalls? Recent { get; init; }
}
