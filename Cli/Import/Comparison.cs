using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>The rules of the import, for what a client compares itself.</summary>
internal static class Comparison
{
    /// <summary>What is to be done with a body.</summary>
    /// <param name="stored">What the store holds; null when it is nothing, or was deleted.</param>
    /// <param name="revision">0 when it was never written.</param>
    /// <param name="body">What the source has.</param>
    /// <param name="mode">Whether it may replace something.</param>
    public static ImportOutcome Of(JsonText? stored, long revision, JsonText body, ImportMode mode)
        => stored is { } present && present.Utf8.Span.SequenceEqual(body.Utf8.Span) ? ImportOutcome.Unchanged
            : revision == 0 ? ImportOutcome.Created
            : mode == ImportMode.Overwrite ? ImportOutcome.Overwritten
            : stored is null ? ImportOutcome.KeptDeleted
            : ImportOutcome.KeptOther;
}
