namespace HybridOrleans.Grains.Interfaces;

/// <summary>One request of an operator to the migration controller.</summary>
[GenerateSerializer, Immutable]
[Alias("hybrid.migration-request")]
public sealed record MigrationRequest
{
    /// <summary>What to do.</summary>
    [Id(0)]
    public required MigrationVerb Verb { get; init; }

    /// <summary>Who asks, for the history: 1 to 64 characters.</summary>
    [Id(1)]
    public required string By { get; init; }

    /// <summary>Why, for the history: at most 500 characters.</summary>
    [Id(2)]
    public string Why { get; init; } = "";

    /// <summary>True to hear what would be done, without doing it.</summary>
    [Id(3)]
    public bool DryRun { get; init; }

    /// <summary>For <see cref="MigrationVerb.Promote"/>: the share of keys to reach, 0 to 100; null for the next
    /// phase. For <see cref="MigrationVerb.Rehearse"/>: the share that is tried out, 1 to 100; null for 10.</summary>
    [Id(4)]
    public int? SharePercent { get; init; }

    /// <summary>For <see cref="MigrationVerb.Throttle"/>: records a second at most; 0 for no limit.</summary>
    [Id(5)]
    public int? RecordsPerSecondMax { get; init; }

    /// <summary>For <see cref="MigrationVerb.Verify"/>: the share of keys to compare, 1 to 100; null for all.</summary>
    [Id(6)]
    public int? SamplePercent { get; init; }

    /// <summary>For <see cref="MigrationVerb.Verify"/> and <see cref="MigrationVerb.Repair"/>: one key only.</summary>
    [Id(7)]
    public string? Key { get; init; }

    /// <summary>For <see cref="MigrationVerb.Rehearse"/>: how long connections are cut, 0.5 to 10 s; null for
    /// 2 s.</summary>
    [Id(8)]
    public TimeSpan? CutFor { get; init; }
}
