using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Writes that wait for a fence while it rises. Each test has a component of its own.</summary>
public sealed class PostgresFencingTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_write_that_waits_for_a_rising_fence_is_refused_by_it(long expected)
    {
        var component = expected == 0 ? Component.Configuration : Component.Conversations;
        await using var store = await OpenStoreAsync();
        await RefusesWhileItRisesAsync(store, RecordKey.Create(component, Bot, "1"), expected);
    }

    [Fact]
    public async Task A_batch_that_waits_for_a_rising_fence_is_refused_by_it()
    {
        await using var store = await OpenStoreAsync();
        await using var first = await RisingFence.BeginAsync(database.ConnectionString, Component.Analytics);
        await using var second = await RisingFence.BeginAsync(database.ConnectionString, Component.Analytics);
        await first.LockAsync();

        // One write occupies the only lane, so that the next two go together, behind the second session.
        var alone = WriteAsync(store, Change(Key("1"), 0, "1"));
        await UntilWaitingAsync("ShareLock", 1);
        var together = Task.WhenAll(
            Record.ExceptionAsync(() => WriteAsync(store, Change(Key("2"), 0, "1"))).AsTask(),
            Record.ExceptionAsync(() => WriteAsync(store, Change(Key("3"), 0, "1"))).AsTask());
        var locking = second.LockAsync();
        await UntilWaitingAsync("ExclusiveLock", 1);
        await first.GiveUpAsync();
        Assert.True((await alone).Accepted);
        await locking;
        await UntilWaitingAsync("ShareLock", 1);
        await second.RaiseAsync(1);

        Assert.All(await together, e => Assert.IsType<StaleEpochException>(e));
        Assert.Null(await store.ReadAsync(Key("2"), new Epoch(1), Cancel));

        RecordKey Key(string id) => RecordKey.Create(Component.Analytics, Bot, id);
    }

    [Fact]
    public async Task A_database_whose_default_is_an_older_snapshot_changes_nothing()
    {
        await database.RunAsync(
            "do $$ begin execute format('alter database %I set default_transaction_isolation = ''repeatable read''', "
            + "current_database()); end $$");
        await using var store = await OpenStoreAsync();
        await RefusesWhileItRisesAsync(store, Key(1), 0);
    }

    private Task<PostgresRecordStore> OpenStoreAsync() => database.OpenStoreAsync(options =>
    {
        options.WriteLanes = 1;
        options.OperationTimeout = Patience;
    });

    private async Task RefusesWhileItRisesAsync(PostgresRecordStore store, RecordKey key, long expected)
    {
        if (expected > 0)
        {
            Assert.True((await WriteAsync(store, Change(key, 0, "0"))).Accepted);
        }

        await using var fence = await RisingFence.BeginAsync(database.ConnectionString, key.Component);
        await fence.LockAsync();
        var write = Record.ExceptionAsync(() => WriteAsync(store, Change(key, expected, "1")));
        await UntilWaitingAsync("ShareLock", 1);
        await fence.RaiseAsync(1);

        Assert.IsType<StaleEpochException>(await write);
        Assert.Equal(expected, (await store.ReadAsync(key, new Epoch(1), Cancel))?.Revision.Value ?? 0);
    }

    private Task UntilWaitingAsync(string mode, long count)
        => UntilAsync($"{count} session(s) waiting for a {mode}", async () => count == await database.AskAsync<long>(
            $"select count(*) from pg_locks where locktype = 'advisory' and mode = '{mode}' and not granted "
            + "and database = (select oid from pg_database where datname = current_database())"));
}
