namespace HybridOrleans.Grains.Interfaces;

/// <summary>The events of one month, of all bots, as PostgreSQL keeps them.</summary>
/// <param name="Month">The month.</param>
/// <param name="Table">The name of its table.</param>
/// <param name="IsDetached">True while its events are neither read nor written.</param>
/// <param name="Bytes">On the disk, with indexes; null for a detached table that is no longer there.</param>
/// <param name="Documents">
/// About how many documents it holds, each of up to 128 events, by the server's statistics; null as above.
/// </param>
[GenerateSerializer, Immutable]
[Alias("hybrid.month-listing")]
public sealed record MonthListing(
    [property: Id(0)] EventMonth Month,
    [property: Id(1)] string Table,
    [property: Id(2)] bool IsDetached,
    [property: Id(3)] long? Bytes,
    [property: Id(4)] long? Documents);
