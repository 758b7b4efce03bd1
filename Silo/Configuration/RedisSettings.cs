namespace HybridOrleans.Silo.Configuration;

/// <summary>The Redis that holds the membership of the cluster.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">6379; from 1 to 65535.</param>
/// <param name="Database">0; from 0 to 15.</param>
/// <param name="Password">Null for none. A secret.</param>
internal sealed record RedisSettings(string Host, int Port, int Database, string? Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{Port}/{Database}";
}
