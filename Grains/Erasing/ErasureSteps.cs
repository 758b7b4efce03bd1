using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Grains.Erasing;

/// <summary>What an erasure consists of: first the records go, then what they leave in each place.</summary>
internal sealed class ErasureSteps(IEnumerable<IErasurePart> parts, RecordStores stores)
{
    private const string Cache = "cache";

    private readonly IErasurePart[] _parts = [.. parts];

    private static readonly (string Name, Side Side)[] Stores = [("json", Side.Json), ("postgres", Side.Postgres)];

    /// <summary>The steps that delete records.</summary>
    public IReadOnlyList<string> Deletes => [.. _parts.Select(p => p.Name)];

    /// <summary>All steps, in order. Those after <see cref="Deletes"/> wait for all of these.</summary>
    public IReadOnlyList<string> All => [.. Deletes, .. Stores.Select(s => s.Name), Cache];

    /// <summary>Does a step. It may be done again, and ends only when it is confirmed.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="user">Whom to forget.</param>
    /// <param name="deletedAt">When the last record was deleted.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public async Task RunAsync(
        string name, UserKey user, DateTimeOffset deletedAt, CancellationToken cancellation)
    {
        if (_parts.FirstOrDefault(p => p.Name == name) is { } one)
        {
            await one.DeleteAsync(user, cancellation);
            return;
        }

        foreach (var part in _parts)
        {
            var erased = part.RecordsOf(user);
            if (name == Cache)
            {
                await stores.Leftovers.ClearCacheAsync(erased, deletedAt, cancellation);
            }
            else
            {
                await stores.Leftovers.ClearAsync(Stores.Single(s => s.Name == name).Side, erased, cancellation);
            }
        }
    }
}
