using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Looks at many records on several threads, and gives them back in order.</summary>
internal static class ParallelLooks
{
    /// <summary>Gives something for each record that is there, in the order of the keys.</summary>
    /// <param name="reader">The reader of the component.</param>
    /// <param name="keys">The records.</param>
    /// <param name="atOnce">How many records one thread looks at before it gives them back.</param>
    /// <param name="pick">What to keep of a look.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="StoreUnavailableException">A file cannot be read, or the root is gone.</exception>
    public static async IAsyncEnumerable<T> WalkAsync<T>(
        RecordReader reader,
        IReadOnlyList<RecordKey> keys,
        int atOnce,
        Func<RecordKey, RecordLook, T> pick,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var running = new Queue<Task<List<T>>>();
        for (var next = 0; next < keys.Count || running.Count > 0;)
        {
            while (next < keys.Count && running.Count <= Environment.ProcessorCount)
            {
                var (from, to) = (next, Math.Min(next + atOnce, keys.Count));
                running.Enqueue(LookAsync(reader, keys, from, to, pick, cancellation));
                next = to;
            }

            foreach (var picked in await running.Dequeue())
            {
                yield return picked;
            }
        }
    }

    private static async Task<List<T>> LookAsync<T>(
        RecordReader reader,
        IReadOnlyList<RecordKey> keys,
        int from,
        int to,
        Func<RecordKey, RecordLook, T> pick,
        CancellationToken cancellation)
    {
        var component = keys[from].Component;
        try
        {
            return await reader.AskAsync(
                component, () => Look(reader, keys, from, to, pick, cancellation), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw JsonErrors.ReadFailed(component, e);
        }
    }

    private static List<T> Look<T>(
        RecordReader reader,
        IReadOnlyList<RecordKey> keys,
        int from,
        int to,
        Func<RecordKey, RecordLook, T> pick,
        CancellationToken cancellation)
    {
        var picked = new List<T>(to - from);
        for (var i = from; i < to; i++)
        {
            var look = reader.LookHere(keys[i], cancellation);
            if (look.Damage is not null || look.Record is not null)
            {
                picked.Add(pick(keys[i], look));
            }
        }

        return picked;
    }
}
