using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Copying;

/// <summary>The answer to one <see cref="RecordCopy"/>.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Stored">The revision that stands now; 0 where it is damaged or not known.</param>
public readonly record struct CopyResult(CopyOutcome Outcome, Revision Stored);
