namespace HybridOrleans.Silo.Access;

/// <summary>A key that opens this silo's HTTP, as configuration names it.</summary>
/// <param name="Caller">Who uses it.</param>
/// <param name="Hash">Its SHA-256, 32 bytes; the key itself is nowhere.</param>
/// <param name="Expires">When it stops to work, UTC; null for never.</param>
internal sealed record AccessKey(Caller Caller, byte[] Hash, DateTimeOffset? Expires)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => Caller.Name;
}
