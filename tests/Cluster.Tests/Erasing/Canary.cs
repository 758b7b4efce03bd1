using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Updates;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Json;
using Npgsql;
using static HybridOrleans.Cluster.Tests.Conversations.Messages;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Erasing;

/// <summary>A user with a name that nothing else has, and the search for it.</summary>
internal static class Canary
{
    public const string Name = "Серинус-Canaria";

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes(Name);

    /// <summary>Leaves the name in everything that a user may have, several times, and in the quarantine.</summary>
    public static async Task LeaveAsync(HybridClient client, UserKey key, CancellationToken cancellation)
    {
        for (var i = 0; i < 4; i++)
        {
            await client.Users.SaveAsync(
                key, Json($$"""{"name":"{{Name}}","count":{{i}}}"""), cancellation: cancellation);
        }

        await client.Users.ImportAsync(
            key, Json($$"""{"name":"{{Name}}","imported":true}"""), ImportMode.Overwrite, cancellation);
        await client.Repair.QuarantineAsync(
            key.Bot, $"girls_data/{key.TelegramId}.json", "truncated", Bytes, cancellation);
        foreach (var ofMany in new[] { "girls_data.json", "analytics_202503.json#17", "conversations/eva.json#1" })
        {
            await client.Repair.QuarantineAsync(
                key.Bot, ofMany, "truncated", Encoding.UTF8.GetBytes($"[{key.TelegramId},\"{Name}"), cancellation);
        }

        var chat = new ConversationKey(key.Bot, key.TelegramId);
        for (var i = 0; i < 40; i++)
        {
            await client.Conversations.AppendAsync(chat, Said($"I am {Name}", $"m{i}"), cancellation);
        }

        var configuration = new ConfigurationKey(key.Bot, "user", $"{key.TelegramId}");
        await client.Configuration.SaveAsync(
            configuration, Json($$"""{"called":"{{Name}}"}"""), cancellation: cancellation);
        await client.Configuration.SaveAsync(
            new ConfigurationKey(key.Bot, "backup", $"{key.TelegramId}/2025-03-01"),
            Json($$"""{"messages":["{{Name}}"]}"""),
            cancellation: cancellation);
        for (var i = 1; i < 4; i++)
        {
            await client.Updates.HandleAsync(
                new BotUpdate { Bot = key.Bot, Id = i, UserId = key.TelegramId, ChatId = -100 },
                TalkAsync,
                cancellation);
        }

        for (var i = 0; i < 300; i++)
        {
            await client.Analytics.LogEventAsync(key.Bot, EventOf(key, i), cancellation);
        }
    }

    /// <summary>Leaves the name in session state, a follow-up and a send.</summary>
    private static async Task TalkAsync(IUpdateTurn turn, CancellationToken cancellation)
    {
        (await turn.UserAsync<OldCart>(cancellation)).Value.Item = $"{Name} {turn.Update!.Id}";
        (await turn.MemberAsync<OldCart>(cancellation)).Value.Item = $"{Name} {turn.Update.Id}";
        var payload = Json($$"""{"who":"{{Name}}"}""");
        turn.FollowUps.Schedule("remind", DateTimeOffset.UnixEpoch.AddYears(90), payload);
        turn.Outbox.Send(turn.Order.Id, "sendMessage", payload);
    }

    /// <summary>An event about the user, in one of two months.</summary>
    private static NewEvent EventOf(UserKey key, int number) => new()
    {
        Type = "seen",
        UserId = key.TelegramId,
        Data = Json($$"""{"who":"{{Name}}"}"""),
        Timestamp = new DateTimeOffset(2026, 10 + (number % 2), 5, 0, 0, 0, TimeSpan.Zero),
    };

    /// <summary>The files below a folder that hold the name.</summary>
    public static IReadOnlyList<string> FilesIn(string folder)
        => [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
        }).Where(file => PlainFiles.TryReadBytes(file).AsSpan().IndexOf(Bytes) >= 0)];

    /// <summary>The tables of a database of which a row holds the name.</summary>
    public static async Task<IReadOnlyList<string>> TablesOfAsync(string connection, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var tables = new List<string>();
        await using (var list = source.CreateCommand(
            "select tablename from pg_tables where schemaname = current_schema() order by 1"))
        await using (var reader = await list.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                tables.Add(reader.GetString(0));
            }
        }

        var found = new List<string>();
        foreach (var table in tables)
        {
            // Bytes are printed as hexadecimal digits in the text of a row.
            await using var search = source.CreateCommand(
                $"select count(*) from \"{table}\" t where t::text like $1 or t::text like $2");
            search.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"%{Name}%" });
            search.Parameters.Add(new NpgsqlParameter<string>
            {
                TypedValue = $"%{Convert.ToHexStringLower(Bytes)}%",
            });
            if ((long)(await search.ExecuteScalarAsync(cancellation))! > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }
}
