using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Events lie in one table for each month, which can be taken away and put back.</summary>
public sealed class PostgresMonthsTests(PostgresFixture postgres) : PostgresStoreTest, IAsyncLifetime
{
    private string _database = "";
    private PostgresRecordStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _store = await PostgresDatabase.OpenStoreAsync(_database);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_first_write_of_a_month_makes_its_table_whoever_else_writes()
    {
        await using var other = await PostgresDatabase.OpenStoreAsync(_database);
        var written = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            i => WriteAsync(i % 2 == 0 ? _store : other, Change(Event("2024-03", i), 0, "1"))));

        Assert.All(written, result => Assert.True(result.Accepted));
        Assert.Equal(16, await CountAsync("analytics_2024_03"));
        Assert.Equal(0, await CountAsync("analytics_other"));
        Assert.Equal(16, await WalkedAsync());
    }

    [Fact]
    public async Task What_has_no_month_lies_in_the_default_table()
    {
        foreach (var part in new[] { "1", "2024-13", "1999-12", "2024-030" })
        {
            var key = Event(part, 1);
            Assert.True((await WriteAsync(_store, Change(key, 0, "1"))).Accepted);
            Assert.True((await WriteAsync(_store, Change(key, 1, "2"))).Accepted);
            Assert.Equal(new Revision(2), (await ReadAsync(_store, key))!.Revision);
        }

        Assert.Equal(4, await CountAsync("analytics_other"));
        Assert.Empty(await _store.ListMonthsAsync(Cancel));
    }

    [Fact]
    public async Task A_detached_month_is_neither_read_nor_written_and_comes_back_as_it_was()
    {
        var (old, present) = (Event("2024-03", 1), Event("2024-04", 1));
        await using var other = await PostgresDatabase.OpenStoreAsync(_database);
        await WriteAsync(other, Change(old, 0, "1"));
        await WriteAsync(_store, Change(present, 0, "2"));

        Assert.Null(await _store.DetachMonthAsync("2024-03", Cancel));

        // The other one has written to it before, and so asks no more whether its table is there.
        foreach (var store in new[] { _store, other })
        {
            await RefusedAsync(() => ReadAsync(store, old));
            await RefusedAsync(() => WriteAsync(store, Change(old, 1, "3")));
            await RefusedAsync(() => WriteAsync(store, Change(Event("2024-03", 2), 0, "3")));
            await RefusedAsync(async () => await store.DigestAsync(old, Epoch.Initial, Cancel));
            await RefusedAsync(async () => await store.StampAsync(old, Epoch.Initial, Cancel));
            await RefusedAsync(async () => await store.PutIfNewerAsync([Copy(old, 9)], Cancel));
            await RefusedAsync(async () => await store.PutIfNewerAsync([Copy(Event("2024-03", 3), 9)], Cancel));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => WalkedAsync());
        }

        var beside = Enumerable.Range(0, 20).Select(async i => i % 2 == 0
            ? (await WriteAsync(_store, Change(Event("2024-04", 100 + i), 0, "1"))).Accepted
            : await IsRefusedAsync(Event("2024-03", 100 + i)));
        Assert.All(await Task.WhenAll(beside), Assert.True);
        Assert.Equal(new Revision(1), (await ReadAsync(_store, present))!.Revision);
        Assert.Equal(1, await CountAsync("analytics_2024_03_detached"));
        Assert.Equal(["2024-03 True", "2024-04 False"], await MonthsAsync());

        Assert.Null(await _store.AttachMonthAsync("2024-03", Cancel));
        Assert.Null(await _store.AttachMonthAsync("2024-03", Cancel));
        Assert.Equal(new Revision(1), (await ReadAsync(other, old))!.Revision);
        Assert.True((await WriteAsync(other, Change(old, 1, "3"))).Accepted);
        Assert.Equal(12, await WalkedAsync());
    }

    [Fact]
    public async Task A_month_that_runs_or_is_not_there_is_not_detached()
    {
        Assert.Contains("not over yet", await _store.DetachMonthAsync("2099-12", Cancel), StringComparison.Ordinal);
        Assert.Contains("no events", await _store.DetachMonthAsync("2024-05", Cancel), StringComparison.Ordinal);
        Assert.Contains("no month", await _store.DetachMonthAsync("other", Cancel), StringComparison.Ordinal);
        Assert.Contains("not detached", await _store.AttachMonthAsync("2024-05", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_whose_table_was_dropped_stays_refused_and_no_walk_misses_it()
    {
        await WriteAsync(_store, Change(Event("2024-03", 1), 0, "1"));
        Assert.Null(await _store.DetachMonthAsync("2024-03", Cancel));
        Assert.Null(await _store.DetachMonthAsync("2024-03", Cancel));
        await PostgresDatabase.AskAsync<object>(_database, "drop table analytics_2024_03_detached");

        Assert.Equal(0, await WalkedAsync());
        await RefusedAsync(() => ReadAsync(_store, Event("2024-03", 1)));
        Assert.Contains(
            "analytics_2024_03_detached", await _store.AttachMonthAsync("2024-03", Cancel), StringComparison.Ordinal);
    }

    private RecordKey Event(string month, int number)
        => RecordKey.Create(Component.Analytics, Bot, month, "3", $"{number:00000000}");

    private static RecordCopy Copy(RecordKey key, long revision) => new()
    {
        Key = key, Revision = new Revision(revision), WriteId = WriteId.New(), Body = Body("9"), Epoch = Epoch.Initial,
    };

    private static async Task RefusedAsync(Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(call);
        Assert.Contains("hybrid analytics months attach 2024-03", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<bool> IsRefusedAsync(RecordKey key)
    {
        await RefusedAsync(() => WriteAsync(_store, Change(key, 0, "1")));
        return true;
    }

    private async Task<int> WalkedAsync()
    {
        var count = 0;
        await foreach (var _ in _store.WalkAsync(Component.Analytics, "", RecordCursor.Start, Cancel))
        {
            count++;
        }

        return count;
    }

    private async Task<IEnumerable<string>> MonthsAsync()
        => (await _store.ListMonthsAsync(Cancel)).Select(m => $"{m.Month} {m.IsDetached}");

    private Task<long> CountAsync(string table)
        => PostgresDatabase.AskAsync<long>(_database, $"select count(*) from {table}");
}
