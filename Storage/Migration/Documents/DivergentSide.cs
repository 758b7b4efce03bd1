namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>What one side holds of a key that differs.</summary>
/// <param name="Revision">1 or more; 0 where the bytes are damaged.</param>
/// <param name="Hash">The SHA-256 of the body in 64 hex digits; null for a tombstone or damaged bytes.</param>
public sealed record DivergentSide(long Revision, string? Hash);
