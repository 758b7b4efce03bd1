using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>How a bot's data fares now.</summary>
public sealed record IntegrationHealth
{
    /// <summary>The overall state.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>The overall state as the old bot wrote it: healthy, degraded, error or not_initialized.</summary>
    public string StatusText
        => Status == HealthStatus.NotInitialized ? "not_initialized" : Status.ToString().ToLowerInvariant();

    /// <summary>Why it is not healthy, a sentence for each reason; empty when it is.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What the silo that took the call sees: database, Redis, memory; null when none answered.</summary>
    public SiloHealth? Silo { get; init; }

    /// <summary>Whether PostgreSQL answers that silo; null when none is attached, or no silo answered.</summary>
    public bool? DatabaseAnswers => Silo?.DatabaseAnswers;

    /// <summary>Whether Redis answers that silo; null when none is configured, or no silo answered.</summary>
    public bool? RedisAnswers => Silo?.RedisAnswers;

    /// <summary>
    /// The share of reads, 0 to 1, that a tier of that silo answered of those that came to it; without reads, none.
    /// </summary>
    public IReadOnlyDictionary<Tier, double> HitRatios { get; init; } = new Dictionary<Tier, double>();

    /// <summary>The share of calls to the stores, 0 to 1, that failed in the last 10 seconds, by component.</summary>
    public IReadOnlyDictionary<ComponentName, double> ErrorRates { get; init; }
        = new Dictionary<ComponentName, double>();

    /// <summary>Where the migration of each component stands; one whose status is not known is left out.</summary>
    public IReadOnlyDictionary<ComponentName, MigrationStatus> Migration { get; init; }
        = new Dictionary<ComponentName, MigrationStatus>();

    /// <summary>The components whose follower may lack acknowledged writes (the debt), while one follows.</summary>
    public IReadOnlyList<ComponentName> Debt { get; init; } = [];
}
