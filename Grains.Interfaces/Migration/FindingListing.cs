namespace HybridOrleans.Grains.Interfaces;

/// <summary>One thing that was tried before a migration.</summary>
/// <param name="Store">The store.</param>
/// <param name="Check">What was tried.</param>
/// <param name="Severity">How it went.</param>
/// <param name="Message">What was seen, and the way out.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.finding-listing")]
public sealed record FindingListing(
    [property: Id(0)] string Store,
    [property: Id(1)] string Check,
    [property: Id(2)] FindingSeverity Severity,
    [property: Id(3)] string Message);
