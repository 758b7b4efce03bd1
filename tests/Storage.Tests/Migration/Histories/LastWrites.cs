namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>
/// The end of a run: once everything has come to rest, each key is written in a way that the follower may miss, and
/// nobody reads or compares any more, which would heal what it missed.
/// </summary>
internal sealed class LastWrites(int seed, int keys, IHistoryStores stores, HistoryClient first, HistoryClient second)
{
    /// <summary>An outage, or deletes and races: their debt would be paid by the walk that the other one asks for.
    /// </summary>
    public async Task RunAsync()
    {
        for (var key = 0; key < keys; key++)
        {
            await first.ReadAsync(key, 0);
            await second.ReadAsync(key, 1);
        }

        if (seed % 2 == 0)
        {
            await stores.StopPostgresAsync();
            await EachAsync(key => first.WriteAsync(key, 0, deletes: false));
            await stores.HealAsync();
            return;
        }

        await EachAsync(key => key % 2 == 0
            ? first.WriteAsync(key, 0, deletes: true)
            : Task.WhenAll(first.WriteAsync(key, 0, deletes: false), second.WriteAsync(key, 1, deletes: false)));
    }

    private async Task EachAsync(Func<int, Task> write)
    {
        for (var key = 0; key < keys; key++)
        {
            await write(key);
        }
    }
}
