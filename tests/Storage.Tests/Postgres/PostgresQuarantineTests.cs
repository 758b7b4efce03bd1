using HybridOrleans.Storage.Quarantine;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

public sealed class PostgresQuarantineTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Items_come_back_byte_for_byte_and_oldest_first()
    {
        await using var store = await database.OpenStoreAsync();
        for (var i = 40; i > 0; i--)
        {
            await store.Quarantine.KeepAsync(Item($"file {i}", [0, 255, (byte)i], Noon.AddSeconds(i)), Cancel);
        }

        await store.Quarantine.KeepAsync(Item("other", [1], Noon) with { Owner = Bot + "-2" }, Cancel);

        var items = await store.Quarantine.ListAsync(Bot, Cancel).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"file {i}"), items.Select(i => i.Source));
        Assert.Equal(Noon.AddSeconds(7), items[6].KeptAt);
        Assert.Equal("edited", items[6].Reason);
        Assert.Equal([0, 255, 7], items[6].Content.ToArray());
    }

    [Fact]
    public async Task A_long_name_of_any_letters_can_be_kept()
    {
        await using var store = await database.OpenStoreAsync();
        var random = new Random(7);
        var name = string.Concat(Enumerable.Range(0, 1024).Select(_ => (char)random.Next(0x4e00, 0x9fff)));

        await store.Quarantine.KeepAsync(Item(name, [1], Noon), Cancel);
        await store.Quarantine.KeepAsync(Item(name, [1], Noon), Cancel);

        Assert.Equal(name, (await store.Quarantine.ListAsync(Bot, Cancel).SingleAsync(Cancel)).Source);
    }

    [Fact]
    public async Task Keeping_the_same_item_again_changes_nothing()
    {
        await using var store = await database.OpenStoreAsync();
        await store.Quarantine.KeepAsync(Item("users/42", [1, 2], Noon), Cancel);
        await store.Quarantine.KeepAsync(Item("users/42", [1, 2], Noon.AddDays(1)), Cancel);
        await store.Quarantine.KeepAsync(Item("users/42", [1, 3], Noon.AddDays(2)), Cancel);

        var items = await store.Quarantine.ListAsync(Bot, Cancel).ToListAsync(Cancel);
        Assert.Equal([Noon, Noon.AddDays(2)], items.Select(i => i.KeptAt));
    }

    [Fact]
    public async Task What_came_from_one_place_is_removed_and_nothing_else()
    {
        await using var store = await database.OpenStoreAsync();
        string[] sources = ["users/42 revision 1", "girls_data/42.json", "girls_data.json#42", "users/421 revision 1"];
        foreach (var source in sources)
        {
            await store.Quarantine.KeepAsync(Item(source, [1], Noon), Cancel);
        }

        await store.Quarantine.KeepAsync(Item(sources[0], [1], Noon) with { Owner = Bot + "-2" }, Cancel);

        await store.Quarantine.RemoveAsync(Bot, ["users/42", "girls_data/42", "girls_data.json#42"], Cancel);

        Assert.Equal(sources[3], (await store.Quarantine.ListAsync(Bot, Cancel).SingleAsync(Cancel)).Source);
        Assert.Single(await store.Quarantine.ListAsync(Bot + "-2", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_refusal_of_the_server_is_told_as_one()
    {
        await using var store = await database.OpenStoreAsync();
        await database.RunAsync("alter table quarantine add check (reason <> 'forbidden')");

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.Quarantine.KeepAsync(Item("a", [1], Noon) with { Reason = "forbidden" }, Cancel));

        Assert.Contains("refused a call (SQLSTATE 23514). Nothing was kept", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(" s.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silence_of_the_server_is_told_with_the_limit()
    {
        await using var store = await database.OpenStoreAsync(o => o.OperationTimeout = TimeSpan.FromSeconds(0.5));
        await using var holder = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(Cancel);
        await using var transaction = await holder.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("lock table quarantine in access exclusive mode", holder);
        await hold.ExecuteNonQueryAsync(Cancel);

        var silence = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.Quarantine.KeepAsync(Item("a", [1], Noon), Cancel));

        Assert.Contains("within 0.5 s", silence.Message, StringComparison.Ordinal);
    }

    private QuarantinedItem Item(string source, byte[] content, DateTimeOffset keptAt)
        => new() { Owner = Bot, Source = source, Reason = "edited", Content = content, KeptAt = keptAt };
}
