namespace HybridOrleans.Storage.Postgres.Claims;

/// <summary>Another process has claimed the database in a way that leaves no room for this one.</summary>
/// <remarks>Nothing was written. Repeat when the other process has ended.</remarks>
public sealed class DatabaseClaimedException(string place)
    : Exception($"PostgreSQL at {place} is claimed by another process. Nothing was written. End that process first.")
{
    /// <summary>Host, port and database.</summary>
    public string Place => place;
}
