namespace HybridOrleans.Storage.Migration;

/// <summary>Who is asked in each phase, and what an acknowledgement needs. The router only applies it.</summary>
/// <remarks>Pure. Every rule of the protocol that depends on the phase is a column here.</remarks>
internal static class PhaseTable
{
    /// <summary>The row of a phase.</summary>
    public static PhaseRule Of(Phase phase) => phase switch
    {
        Phase.Off => new(Side.Json, FollowerWrites.None, ActivationReads.Root),
        Phase.DualWrite => new(Side.Json, FollowerWrites.BeforeAcknowledgement, ActivationReads.Root),
        Phase.Shadow => new(Side.Json, FollowerWrites.BeforeAcknowledgement, ActivationReads.RootAndCompare),
        Phase.Live => new(Side.Json, FollowerWrites.BeforeAcknowledgement, ActivationReads.FollowerIfEqual),
        Phase.RampDown => new(Side.Postgres, FollowerWrites.Queued, ActivationReads.Root, IsCacheInFront: true),
        Phase.Complete => new(Side.Postgres, FollowerWrites.None, ActivationReads.Root, IsCacheInFront: true),
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "There is no such phase."),
    };
}
