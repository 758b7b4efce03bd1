using Orleans.Configuration;

namespace HybridOrleans.Silo.Membership;

/// <summary>How quickly a cluster finds a dead silo out, and how patient it is with a slow one.</summary>
/// <remarks>
/// docs/decisions/0010-membership-timing.md says how Orleans uses these and why they are what they are.
/// </remarks>
internal static class MembershipTuning
{
    /// <summary>The probe timeout when nobody sets one.</summary>
    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The shortest and the longest that can be set.</summary>
    public static readonly (TimeSpan Min, TimeSpan Max) ProbeTimeoutRange =
        (TimeSpan.FromMilliseconds(200), TimeSpan.FromMinutes(1));

    /// <summary>
    /// Probes in a row that a silo misses before a vote: two by the silo that watches it, one by another.
    /// </summary>
    private const int MissedProbes = 3;

    /// <summary>Two silos must agree; of two silos the one that is left decides.</summary>
    private const int VotesForDeath = 2;

    /// <summary>
    /// How far the patience with a slow silo grows. Within this times <see cref="MissedProbes"/> a single message of
    /// it, over a connection that is open, keeps it in the cluster.
    /// </summary>
    private const int PatienceMax = 4;

    /// <summary>Gossip brings changes at once; this is for a silo that missed it.</summary>
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Three of them missed make a row stale, so that a cluster that was killed whole can start again.
    /// </summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    public static void Apply(ClusterMembershipOptions membership, TimeSpan probeTimeout)
    {
        membership.ProbeTimeout = probeTimeout;
        membership.MinProbeTimeout = probeTimeout / 2;
        membership.MaxProbeTimeout = probeTimeout * PatienceMax;
        membership.NumMissedProbesLimit = MissedProbes;
        membership.NumVotesForDeathDeclaration = VotesForDeath;
        membership.EnableIndirectProbes = true;
        membership.EnableConnectionLivenessCheck = true;
        membership.ExtendProbeTimeoutDuringDegradation = true;
        membership.TableRefreshTimeout = TableRefresh;
        membership.IAmAliveTablePublishTimeout = SignOfLife;
    }
}
