namespace HybridOrleans.Grains.Interfaces;

/// <summary>What an operator can ask of a migration. Each is safe to repeat.</summary>
public enum MigrationVerb
{
    /// <summary>Goes from <see cref="MigrationPhase.Off"/> to <see cref="MigrationPhase.DualWrite"/> and
    /// synchronises.</summary>
    Start = 0,

    /// <summary>Stops copying for a while; live writes still go to both stores.</summary>
    Pause = 1,

    /// <summary>Goes on with copying.</summary>
    Resume = 2,

    /// <summary>Sets how many records a second are copied at most.</summary>
    Throttle = 3,

    /// <summary>Compares both stores.</summary>
    Verify = 4,

    /// <summary>Mends divergences: what the root holds becomes one more revision in both stores.</summary>
    Repair = 5,

    /// <summary>Goes one phase forward, or to another share of <see cref="MigrationPhase.Live"/>.</summary>
    Promote = 6,

    /// <summary>Goes one phase back, at once.</summary>
    Rollback = 7,

    /// <summary>Makes PostgreSQL the store that decides.</summary>
    RampDown = 8,

    /// <summary>Ends the following of the JSON files.</summary>
    Complete = 9,

    /// <summary>Makes the JSON files decide again.</summary>
    Reopen = 10,

    /// <summary>Gives up a switch that is under way.</summary>
    Abort = 11,

    /// <summary>Goes all the way to <see cref="MigrationPhase.Live"/> at 100 %.</summary>
    Enable = 12,

    /// <summary>Goes all the way back to <see cref="MigrationPhase.Off"/>.</summary>
    Disable = 13,

    /// <summary>Tries out an outage of PostgreSQL while JSON decides, and rolls back.</summary>
    Rehearse = 14,
}
