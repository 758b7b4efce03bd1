using System.Text;
using HybridOrleans.Grains.Interfaces;
using Npgsql;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>The configuration moves by itself, with its history, and the profiles stay where they are.</summary>
[Collection<OneMovableSilo>]
public sealed class ConfigurationMigrationTests(MovableSilo silo)
{
    private const ComponentName Configuration = ComponentName.Configuration;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Configuration_moves_to_PostgreSQL_and_back_with_every_revision_and_its_history()
    {
        var bot = new BotId("moving");
        ConfigurationKey[] keys = [new(bot), new(bot, "chat", "-100/1"), new(bot, "chat")];
        var users = (await silo.Client.Migration.StatusAsync(ComponentName.Users, Cancel)).Phase;
        await ChangeAllAsync(keys, 1);
        await DidAsync(silo.Client, MigrationVerb.Enable, Configuration);
        await UntilAsync(
            silo.Client,
            "Live at 100 %, and the silo sees it",
            s => s is { Phase: MigrationPhase.Live, SharePercent: 100, Goal: null }
                && s.Silos.Count > 0 && s.Silos.All(v => v.Phase == MigrationPhase.Live),
            Configuration);
        await ChangeAllAsync(keys, 2);
        await VerifyAsync(silo.Client, Configuration);
        Assert.Equal(
            [("moving/chat", 2L, "2"), ("moving/chat/-100%2f1", 2L, "2"), ("moving/global", 2L, "2")],
            await RowsAsync());

        await AskAsync(
            silo.Client, MigrationVerb.RampDown, "RampDown", s => s.Phase == MigrationPhase.RampDown, Configuration);
        await ChangeAllAsync(keys, 3);
        await AskAsync(silo.Client, MigrationVerb.Disable, "Off", s => s.Phase == MigrationPhase.Off, Configuration);
        await ChangeAllAsync(keys, 4);
        foreach (var key in keys)
        {
            var history = await silo.Client.Configuration.HistoryAsync(key, Cancel);
            Assert.Equal([4L, 3L, 2L, 1L], history.Changes.Select(c => c.Revision));
        }

        var file = Path.Combine(silo.Data, "moving", "configuration", "global.json");
        Assert.StartsWith(
            "{\n  \"n\": 4,\n", await File.ReadAllTextAsync(file, Cancel), StringComparison.Ordinal);
        Assert.Equal(users, (await silo.Client.Migration.StatusAsync(ComponentName.Users, Cancel)).Phase);
    }

    private async Task ChangeAllAsync(ConfigurationKey[] keys, int number)
    {
        foreach (var key in keys)
        {
            var patch = Json($$"""{"n":{{number}}}""");
            Assert.Equal(number, (await silo.Client.Configuration.PatchAsync(key, patch, Cancel)).Revision);
            var reading = await silo.Client.Configuration.GetAsync(key, Freshness.Fresh, Cancel);
            Assert.Equal($$"""{"n":{{number}}}""", Encoding.UTF8.GetString(reading.Body!.Value.Utf8.Span));
        }
    }

    private async Task<List<(string Key, long Revision, string? Number)>> RowsAsync()
    {
        await using var source = NpgsqlDataSource.Create(silo.Postgres.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(
            "select key, revision, body->>'n' from records where component = 'configuration' and key like 'moving/%' "
            + "order by key");
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<(string, long, string?)>();
        while (await reader.ReadAsync(Cancel))
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return rows;
    }
}
