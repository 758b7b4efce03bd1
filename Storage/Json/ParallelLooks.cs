using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Looks at many records on several threads, and gives them back in order. A gentle walk takes one.</summary>
internal static class ParallelLooks
{
    /// <summary>The most parts that are looked at before anybody has asked for them.</summary>
    private const int AheadMax = 16;

    /// <summary>Gives something for each record that is there, in their order.</summary>
    /// <param name="reader">The reader of the component.</param>
    /// <param name="records">The records.</param>
    /// <param name="atOnce">How many records one thread looks at before it gives them back.</param>
    /// <param name="isSmall">True when what is kept of a look is small, so that much of it may lie in memory.</param>
    /// <param name="pace">How hard the walk may work.</param>
    /// <param name="look">Looks at the records from one place to another.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="StoreUnavailableException">A file cannot be read, or the root is gone.</exception>
    public static async IAsyncEnumerable<T> WalkAsync<T>(
        RecordReader reader,
        IReadOnlyList<ListedRecord> records,
        int atOnce,
        bool isSmall,
        IWalkPace pace,
        Func<int, int, List<T>> look,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var running = new Queue<Task<List<T>>>();
        var turns = new SemaphoreSlim(Environment.ProcessorCount + 1);
        var aheadMost = isSmall ? AheadMax : Environment.ProcessorCount + 1;
        for (var next = 0; next < records.Count || running.Count > 0;)
        {
            var aheadMax = pace.IsGentle ? 1 : aheadMost;
            while (next < records.Count && running.Count < aheadMax)
            {
                var (from, to) = (next, Math.Min(next + atOnce, records.Count));
                var component = records[from].Key.Component;
                running.Enqueue(LookAsync(reader, component, turns, () => look(from, to), cancellation));
                next = to;
            }

            foreach (var picked in await running.Dequeue())
            {
                yield return picked;
            }
        }
    }

    private static async Task<List<T>> LookAsync<T>(
        RecordReader reader, Component component, SemaphoreSlim turns, Func<List<T>> look,
        CancellationToken cancellation)
    {
        await turns.WaitAsync(cancellation);
        try
        {
            return await reader.AskAsync(component, look, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw JsonErrors.ReadFailed(component, e);
        }
        finally
        {
            turns.Release();
        }
    }
}
