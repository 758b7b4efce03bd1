using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>Compares what an import would read with what is stored, but for the id.</summary>
internal static class SameEvent
{
    /// <param name="read">The event of an import; null for none.</param>
    /// <param name="stored">The stored event.</param>
    public static bool Is(NewEvent? read, StoredEvent stored)
        => read is not null && read.Type == stored.Type && read.Timestamp == stored.Timestamp
            && read.UserId == stored.UserId && read.Dimensions.SequenceEqual(stored.Dimensions)
            && read.Data.HasValue == stored.Data.HasValue
            && read.Data.GetValueOrDefault().Utf8.Span.SequenceEqual(stored.Data.GetValueOrDefault().Utf8.Span);
}
