using System.Text;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Bodies;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>What a person sees in psql, whatever the bot stored.</summary>
public sealed class UserProfilesViewTests(PostgresDatabase database)
    : PostgresStoreTest, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_profile_shows_its_columns()
    {
        await StoreAsync(42, """{"name":"Ева","message_count":17,"last_activity":"2026-01-02T03:04:05Z","x":{}}""");

        Assert.Equal(
            [Bot, 42L, "Ева", 17L, "2026-01-02T03:04:05Z",
                """{"name":"Ева","message_count":17,"last_activity":"2026-01-02T03:04:05Z","x":{}}"""],
            await RowAsync("bot_id, telegram_id, name, message_count, last_activity, body::text"));
    }

    [Fact]
    public async Task Bodies_that_json_operators_cannot_read_fail_no_query()
    {
        await StoreAsync(-1, """{"name":"Ева","summary":"a\u0000b","message_count":2}""");
        await StoreAsync(-2, """{"name":"half \ud800","message_count":3,"\udc00":1}""");
        await StoreAsync(-3, """{"name":"first","name":"last","message_count":1,"message_count":"many"}""");
        await StoreAsync(-4, """{"name":{"not":"text"},"message_count":1e400}""");
        await StoreAsync(-5, """["no object"]""");
        await StoreAsync(-6, """{"message_count":99999999999999999999,"last_activity":null}""");

        Assert.Equal(
            [-1L, "Ева", 2L, -2L, null, 3L, -3L, "last", null, -4L, null, null, -5L, null, null, -6L, null, null],
            await RowAsync("telegram_id, name, message_count"));
        await Assert.ThrowsAsync<PostgresException>(() => database.AskAsync<string>(
            $"select body->>'name' from users where key = '{Key(-1).Text}'"));
    }

    [Fact]
    public async Task Every_nasty_body_comes_back_byte_for_byte_and_leaves_the_view_readable()
    {
        await using var store = await database.OpenStoreAsync();
        var id = 0;
        foreach (var (name, json) in NastyBodies.All)
        {
            await WriteAsync(store, Change(Key(++id), 0, json));
            var stored = await ReadAsync(store, Key(id));
            Assert.True(json == Encoding.UTF8.GetString(stored!.Body!.Utf8.Span), name);
        }

        var values = await RowAsync("telegram_id, name, message_count, last_activity");
        Assert.Equal(NastyBodies.All.Count * 4, values.Count);
    }

    [Fact]
    public async Task Deleted_profiles_and_keys_that_are_no_ids_do_not_disturb()
    {
        await StoreAsync(1, "{}");
        await using var store = await database.OpenStoreAsync();
        await WriteAsync(store, Change(Key(1), 1, null));
        await WriteAsync(store, Change(RecordKey.Create(Component.Users, Bot, "Not-A-Number"), 0, "{}"));
        await WriteAsync(store, Change(RecordKey.Create(Component.Users, Bot, "99999999999999999999"), 0, "{}"));
        await WriteAsync(store, Change(RecordKey.Create(Component.Users, Bot, "9999999999999999999"), 0, "{}"));

        Assert.Equal([null, null, null], await RowAsync("telegram_id"));
    }

    private async Task StoreAsync(long id, string json)
    {
        await using var store = await database.OpenStoreAsync();
        Assert.True((await WriteAsync(store, Change(Key(id), 0, json))).Accepted);
    }

    /// <summary>The columns of all rows of this test's bot, one after the other.</summary>
    private async Task<List<object?>> RowAsync(string columns)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(
            $"select {columns} from user_profiles where bot_id = '{Bot}' order by telegram_id desc", connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var values = new List<object?>();
        while (await reader.ReadAsync(Cancel))
        {
            values.AddRange(Enumerable.Range(0, reader.FieldCount).Select(
                i => reader.IsDBNull(i) ? null : reader.GetValue(i)));
        }

        return values;
    }
}
