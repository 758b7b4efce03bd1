namespace HybridOrleans.Grains.Interfaces;

/// <summary>How far a component has moved from JSON files to PostgreSQL.</summary>
public enum MigrationPhase
{
    /// <summary>JSON only.</summary>
    Off = 0,

    /// <summary>JSON decides; each write goes to PostgreSQL too.</summary>
    DualWrite = 1,

    /// <summary>As <see cref="DualWrite"/>; a share of the keys is also read from PostgreSQL and compared.</summary>
    Shadow = 2,

    /// <summary>As <see cref="DualWrite"/>; PostgreSQL answers for a share of the keys where it holds the
    /// same.</summary>
    Live = 3,

    /// <summary>PostgreSQL decides; JSON follows from a queue.</summary>
    RampDown = 4,

    /// <summary>PostgreSQL only.</summary>
    Complete = 5,
}
