namespace HybridOrleans.Storage.Postgres.Claims;

/// <summary>With whom a process shares its database.</summary>
public enum DatabaseSharing
{
    /// <summary>With nobody: every other claim is refused.</summary>
    Alone = 0,

    /// <summary>With the other members of a cluster, who claim it in the same way.</summary>
    Cluster = 1,
}
