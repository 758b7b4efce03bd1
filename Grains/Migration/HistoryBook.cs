using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Migration;

/// <summary>The history of one component, oldest first.</summary>
[GenerateSerializer]
[Alias("hybrid.history-book")]
internal sealed record HistoryBook
{
    /// <summary>How much is kept.</summary>
    public const int EntriesMax = 200;

    /// <summary>At most <see cref="EntriesMax"/>.</summary>
    [Id(0)]
    public List<HistoryListing> Entries { get; set; } = [];
}
