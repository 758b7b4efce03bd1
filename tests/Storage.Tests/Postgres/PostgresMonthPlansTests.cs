using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Reading;
using HybridOrleans.Storage.Postgres.Walking;
using HybridOrleans.Storage.Postgres.Writing;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>The server looks into the months of the keys and into no others, by index, with the plans that it keeps.
/// </summary>
public sealed class PostgresMonthPlansTests(PostgresFixture postgres) : PostgresStoreTest
{
    [Fact]
    public async Task Statements_touch_the_months_of_their_keys_and_walks_go_by_index()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresDatabase.OpenStoreAsync(database);
        for (var month = 1; month <= 4; month++)
        {
            await WriteAsync(store, Change(Event(month), 0, "1"));
        }

        await using var connection = new NpgsqlConnection(
            database + ";Pooling=false;Options=-c plan_cache_mode=force_generic_plan -c enable_seqscan=off");
        await connection.OpenAsync(Cancel);
        var (third, fourth) = (Event(3), Event(4));
        var reads = new ReadStatements(Component.Analytics);
        TouchesOnly("03", await PlanAsync(
            connection, reads.Bodies(connection, [third.Text], 1).CommandText, "text", $"'{third.Text}'"));
        TouchesOnly("03 04", await PlanAsync(
            connection, reads.Bodies(connection, [third.Text, fourth.Text], 1).CommandText, "text[], bigint",
            $"'{{{third.Text},{fourth.Text}}}', 1000"));
        var writes = new WriteStatements(Component.Analytics, isListing: false);
        TouchesOnly("03", await PlanAsync(
            connection, writes.Many(connection, [new(Change(third, 1, "2"))]).BatchCommands[1].CommandText,
            "text[], smallint[], bigint[], uuid[], json[], jsonb[], bigint[], bytea[]",
            $"'{{{third.Text}}}', '{{{third.Bucket}}}', '{{1}}', '{{{Guid.NewGuid()}}}', '{{2}}', '{{NULL}}', '{{0}}', "
            + "'{NULL}'"));
        TouchesOnly("03", await PlanAsync(
            connection, writes.One(connection, new(Change(third, 2, "2"))).BatchCommands[1].CommandText,
            "text, bigint, uuid, json, jsonb, bigint, bytea",
            $"'{third.Text}', 2, '{Guid.NewGuid()}', '3', null, 0, null"));
        Assert.Equal(new Revision(3), (await ReadAsync(store, third))!.Revision);

        var walk = await PlanAsync(
            connection, WalkQueries.Digests(Component.Analytics).Page, "smallint, text, int, bigint",
            "0::smallint, '', 10, 1000");
        Assert.Contains("Merge Append", walk, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", walk, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort Method", walk, StringComparison.Ordinal);
    }

    private RecordKey Event(int month)
        => RecordKey.Create(Component.Analytics, Bot, $"2024-{month:00}", "0", "00000000");

    private static async Task<string> PlanAsync(
        NpgsqlConnection connection, string statement, string types, string values)
    {
        await using var command = new NpgsqlCommand(
            $"deallocate all; prepare q ({types}) as {statement}; "
            + $"explain (analyze, costs off, timing off, summary off) execute q ({values})",
            connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string>();
        do
        {
            while (await reader.ReadAsync(Cancel))
            {
                lines.Add(reader.GetString(0));
            }
        }
        while (await reader.NextResultAsync(Cancel));

        return string.Join('\n', lines);
    }

    private static void TouchesOnly(string months, string plan)
    {
        var touched = plan.Split('\n')
            .Where(l => l.Contains(" Scan ", StringComparison.Ordinal)
                && l.Contains(" on analytics_", StringComparison.Ordinal)
                && !l.Contains("never executed", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(touched);
        Assert.All(touched, l => Assert.Contains("Index", l, StringComparison.Ordinal));
        Assert.Equal(
            months.Split(' ').Select(m => $"analytics_2024_{m}"),
            touched.Select(l => l.Split(" on ")[1].Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }
}
