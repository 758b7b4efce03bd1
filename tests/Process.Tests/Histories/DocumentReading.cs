namespace HybridOrleans.Process.Tests.Histories;

/// <summary>What a client read.</summary>
/// <param name="Revision">The revision that it was told.</param>
/// <param name="Body">Null for nothing there.</param>
/// <param name="IsSure">False for an answer that says itself that no store stands behind it now.</param>
internal readonly record struct DocumentReading(long Revision, string? Body, bool IsSure);
