using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>The known divergences: those of the document, and the table in PostgreSQL that has room for all.</summary>
internal sealed class DivergenceBook(MigrationWork work)
{
    private const int PageMax = 500;

    private IDivergenceTable? Table => work.Sides.Postgres?.Divergences;

    /// <summary>Begins anew: what was listed before is void.</summary>
    public async ValueTask ClearAsync(CancellationToken cancellation)
    {
        if (Table is { } table)
        {
            await table.ClearAsync(work.Component, cancellation);
        }
    }

    /// <summary>Adds what a complete comparison has found.</summary>
    public async ValueTask AddAsync(IReadOnlyList<Divergence> found, CancellationToken cancellation)
    {
        if (found.Count > 0 && Table is { } table)
        {
            await table.AddAsync(work.Component, found, cancellation);
        }
    }

    /// <summary>Forgets keys that are repaired.</summary>
    public async ValueTask RemoveAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if (keys.Count > 0 && Table is { } table)
        {
            await table.RemoveAsync(work.Component, keys, cancellation);
        }
    }

    /// <summary>Known divergences after a key, in the order of the keys; without PostgreSQL the document's.</summary>
    public async ValueTask<IReadOnlyList<Divergence>> ReadAsync(
        MigrationDocument document, string after, int max, CancellationToken cancellation)
    {
        IReadOnlyList<Divergence> kept = [];
        try
        {
            kept = IsListed(document) && Table is { } table
                ? await table.ReadAsync(work.Component, after, max, cancellation)
                : [];
        }
        catch (StoreUnavailableException) when (document.Root == Side.Json)
        {
            // The document's are better than none while PostgreSQL is away.
        }

        return document.Divergences.Where(d => string.CompareOrdinal(d.Key, after) > 0)
            .Concat(kept)
            .DistinctBy(d => d.Key)
            .OrderBy(d => d.Key, StringComparer.Ordinal)
            .Take(max)
            .ToArray();
    }

    /// <summary>Every known divergence, page by page.</summary>
    public async IAsyncEnumerable<Divergence> AllAsync(
        MigrationDocument document,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = "";
        IReadOnlyList<Divergence> page;
        do
        {
            page = await ReadAsync(document, after, PageMax, cancellation);
            foreach (var divergence in page)
            {
                after = divergence.Key;
                yield return divergence;
            }
        }
        while (page.Count == PageMax);
    }

    /// <summary>The table belongs to the last verification: without one in this epoch what it holds is void.</summary>
    private static bool IsListed(MigrationDocument document)
        => document.Verification is { Divergent: > 0 } verification && verification.Epoch == document.Epoch;
}
