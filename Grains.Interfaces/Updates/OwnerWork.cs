namespace HybridOrleans.Grains.Interfaces;

/// <summary>What is to be done for one order key.</summary>
/// <param name="Due">The follow-ups that are due, the earliest first.</param>
/// <param name="HasSends">True when something waits to be sent.</param>
/// <param name="LookAgain">When to look again, from now; null when there is nothing more.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.owner-work")]
public sealed record OwnerWork(
    [property: Id(0)] IReadOnlyList<FollowUp> Due,
    [property: Id(1)] bool HasSends,
    [property: Id(2)] TimeSpan? LookAgain);
