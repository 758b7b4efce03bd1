namespace HybridOrleans.Silo.Membership;

/// <summary>This silo is no member of its cluster any more, and another cluster may work on the same data.</summary>
internal sealed class MembershipLostException : Exception
{
    private MembershipLostException(string what, string wayOut)
        : base($"{what} No acknowledged write is lost: every write is compared with the store. {wayOut}")
    {
    }

    /// <summary>The row is gone.</summary>
    public static MembershipLostException Gone(string table)
        => new(
            $"This silo's row in the membership table, Redis {table}, is gone: the table was flushed or lost, and "
            + "silos that start now form another cluster on the same data.",
            "Start this silo again: it joins them. Keep the table with 'appendonly yes' and 'maxmemory-policy "
            + "noeviction', apart from a cache; see docs/cluster.md.");

    /// <summary>The row says that this silo is dead.</summary>
    public static MembershipLostException DeclaredDead(string table)
        => new(
            $"The other silos declared this one dead in the membership table, Redis {table}: it did not answer them "
            + "for a while, because it was frozen, overloaded or cut off.",
            "Start this silo again: it joins them.");
}
