using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Npgsql;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Silo;

/// <summary>The silo as an operator meets it: a process.</summary>
public sealed class SiloProcessTests(PostgresFixture postgres)
{
    private const string Body = """{"name":"Ева 🌸","n":1.0,"n":2,"z":"\u0000","s":"\ud800","message_count":7}""";
    private const string NoPostgres = "--HybridOrleans:Silo:EmbeddedPostgres=never";

    private static readonly string[] None = [];

    private static readonly UserKey Key = new(new BotId("han_dating_bot"), -1001234567890);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("json")]
    [InlineData("postgres")]
    public async Task A_profile_is_there_byte_for_byte_after_kill_9(string store)
    {
        using var folder = new SiloFolder();
        // A killed silo leaves the making of a private database behind, which is not what is tried here.
        string[] arguments = [$"--HybridOrleans:Components:users={store}", .. store == "json" ? [NoPostgres] : None];
        var killed = await SiloChild.StartAsync(folder.Path, null, Cancel, arguments);
        await using (var client = await killed.ConnectAsync())
        {
            Assert.Equal(1, (await client.Users.SaveAsync(Key, Json(Body), cancellation: Cancel)).Revision);
            await killed.KillAsync();
        }

        await killed.DisposeAsync();
        await using var silo = await SiloChild.StartAsync(folder.Path, null, Cancel, arguments);
        await using var again = await silo.ConnectAsync();
        var reading = await again.Users.GetAsync(Key, cancellation: Cancel);
        Assert.Equal((Body, 1L, Tier.Store), (reading.Text(), reading.Revision, reading.ServedBy));
        Assert.Equal(2, (await again.Users.UpdateActivityAsync(Key, Cancel)).Revision);
        var listed = await again.Users.ListAsync(Key.Bot, Cancel).Select(p => p.TelegramId).ToListAsync(Cancel);
        Assert.Equal([Key.TelegramId], listed);
        Assert.Equal(0, await silo.StopAsync(Cancel));
    }

    [Fact]
    public async Task Without_configuration_it_says_what_runs_where_and_what_to_try()
    {
        using var folder = new SiloFolder();
        await using var silo = await SiloChild.StartAsync(folder.Path, null, Cancel);
        await silo.WaitForLineAsync("A private PostgreSQL runs on", Cancel);
        Assert.Contains($"data        {folder.Data}", silo.Output, StringComparison.Ordinal);
        Assert.Contains(
            "stores      analytics in json, configuration in json, conversations in json, grains in json, "
                + "users in json",
            silo.Output,
            StringComparison.Ordinal);
        Assert.Contains($"clients     127.0.0.1:{silo.Ports.Gateway}", silo.Output, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.Ports.Http}") };
        Assert.Equal("live", await http.GetStringAsync("/health/live", Cancel));
        var ready = await http.GetStringAsync("/health/ready", Cancel);
        Assert.StartsWith("""{"status":"ready","dependencies":[{"name":"silo","status":"ready","since":"2""", ready,
            StringComparison.Ordinal);
        Assert.Contains("""{"name":"store json","status":"ready","since":"2""", ready, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/dashboard/", Cancel)).StatusCode);
        var keyFile = Path.Combine(folder.Data, ".access", "admin.key");
        Assert.Contains($"access      admin's key in {keyFile}", silo.Output, StringComparison.Ordinal);
        var key = (await File.ReadAllTextAsync(keyFile, Cancel)).Trim();
        Assert.DoesNotContain(key, silo.Output, StringComparison.Ordinal);
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/dashboard/", Cancel)).StatusCode);
        Assert.Equal(0, await silo.StopAsync(Cancel));
    }

    [Fact]
    public async Task A_private_postgresql_runs_beside_the_json_files_and_ends_with_the_silo()
    {
        using var folder = new SiloFolder();
        await using var silo = await SiloChild.StartAsync(folder.Path, null, Cancel);
        var line = await silo.WaitForLineAsync("A private PostgreSQL runs on 127.0.0.1:", Cancel);
        var port = int.Parse(line.TrimEnd('.').Split(':')[^1], CultureInfo.InvariantCulture);
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(IPAddress.Loopback, port, Cancel);
        }

        Assert.Equal(0, await silo.StopAsync(Cancel));
        using var refused = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(
            async () => await refused.ConnectAsync(IPAddress.Loopback, port, Cancel));
    }

    [Fact]
    public async Task Wrong_configuration_is_listed_at_once_in_plain_text()
    {
        using var folder = new SiloFolder();
        var (exitCode, output) = await SiloChild.RunAsync(
            folder.Path,
            new SiloPorts(0, 30000, 8080),
            Cancel,
            "--HybridOrleans:Silo:Addres=127.0.0.1",
            "--HybridOrleans:Silo:PrimarySilo=nowhere",
            "--HybridOrleans:Silo:Dashboard=maybe",
            "--HybridOrleans:Components:users=mongo",
            "--REDIS_HOST=127.0.0.1",
            "--REDIS_DB=99");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("The silo did not start. The configuration has", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        string[] mistakes =
        [
            "HybridOrleans:Silo:SiloPort = '0': expected a whole number from 1 to 65535.",
            "HybridOrleans:Silo:Addres: there is no such setting.",
            "HybridOrleans:Silo:PrimarySilo = 'nowhere': expected address:port of the first silo",
            "HybridOrleans:Silo:Dashboard = 'maybe': expected true or false.",
            "HybridOrleans:Components:users = 'mongo': there is no such store.",
            "REDIS_DB = '99': expected a whole number from 0 to 15.",
        ];
        Assert.All(mistakes, m => Assert.Contains(m, output, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.Data), "The silo made a data folder though its configuration is wrong.");
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var folder = new SiloFolder();
        await using var silo = await SiloChild.StartAsync(folder.Path, null, Cancel, NoPostgres);
        using var other = new SiloFolder();
        var (exitCode, output) = await SiloChild.RunAsync(other.Path, silo.Ports, Cancel, NoPostgres);
        Assert.Equal(1, exitCode);
        Assert.Contains(
            $"HybridOrleans:Silo:GatewayPort: 127.0.0.1:{silo.Ports.Gateway} cannot be used: the port is in use.",
            output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_silo_on_the_same_data_is_refused_and_one_of_the_same_cluster_joins()
    {
        using var folder = new SiloFolder();
        var ports = SiloPorts.Free();
        var cluster = $"--HybridOrleans:Silo:PrimarySilo=127.0.0.1:{ports.Silo}";
        await using (await SiloChild.StartAsync(folder.Path, null, Cancel, NoPostgres))
        {
            var (exitCode, output) = await SiloChild.RunAsync(folder.Path, SiloPorts.Free(), Cancel, NoPostgres);
            Assert.Equal(1, exitCode);
            Assert.Contains(
                $"Another silo works on the data in '{folder.Data}'", output, StringComparison.Ordinal);
        }

        await using var first = await SiloChild.StartAsync(folder.Path, ports, Cancel, NoPostgres, cluster);
        await using var second = await SiloChild.StartAsync(folder.Path, null, Cancel, NoPostgres, cluster);
        await using var client = await second.ConnectAsync();
        await using var other = await first.ConnectAsync();
        await client.Users.SaveAsync(Key, Json(Body), cancellation: Cancel);
        Assert.Equal(Body, await other.Users.TextAsync(Key, Cancel));
    }

    [Fact]
    public async Task What_began_in_a_private_PostgreSQL_is_found_whatever_configuration_proposes_later()
    {
        using var folder = new SiloFolder();
        await using (var began = await SiloChild.StartAsync(
            folder.Path, null, Cancel, "--HybridOrleans:Components:users=postgres"))
        {
            await using var client = await began.ConnectAsync();
            await client.Users.SaveAsync(Key, Json(Body), cancellation: Cancel);
            Assert.Equal(0, await began.StopAsync(Cancel));
        }

        await using var silo = await SiloChild.StartAsync(folder.Path, null, Cancel);
        await using var later = await silo.ConnectAsync();
        Assert.Equal(Body, await later.Users.TextAsync(Key, Cancel));
    }

    [Fact]
    public async Task A_second_silo_on_the_same_database_is_refused_and_one_of_the_same_cluster_joins()
    {
        using var folder = new SiloFolder();
        using var other = new SiloFolder();
        var ports = SiloPorts.Free();
        string[] attached =
        [
            "--HybridOrleans:Components:users=postgres",
            $"--HybridOrleans:Postgres:ConnectionString={await postgres.CreateDatabaseAsync()}",
        ];
        var killed = await SiloChild.StartAsync(folder.Path, null, Cancel, attached);
        var (exitCode, output) = await SiloChild.RunAsync(other.Path, SiloPorts.Free(), Cancel, attached);
        Assert.Equal(1, exitCode);
        Assert.Contains("Another silo works on the data in PostgreSQL at 127.0.0.1:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", output, StringComparison.Ordinal);
        await killed.KillAsync();
        await killed.DisposeAsync();

        string[] cluster = [.. attached, $"--HybridOrleans:Silo:PrimarySilo=127.0.0.1:{ports.Silo}"];
        await using var first = await SiloChild.StartAsync(folder.Path, ports, Cancel, cluster);
        await using var second = await SiloChild.StartAsync(other.Path, null, Cancel, cluster);
        await using var client = await second.ConnectAsync();
        await client.Users.SaveAsync(Key, Json(Body), cancellation: Cancel);
        Assert.Equal(Body, await client.Users.TextAsync(Key, Cancel));
    }

    [Fact]
    public async Task A_silo_whose_database_another_one_took_meanwhile_stops_and_says_so()
    {
        using var folder = new SiloFolder();
        var database = await postgres.CreateDatabaseAsync();
        await using var silo = await SiloChild.StartAsync(
            folder.Path, null, Cancel, "--HybridOrleans:Components:users=postgres",
            $"--HybridOrleans:Postgres:ConnectionString={database}");
        await using var other = new NpgsqlConnection(database + ";Pooling=false");
        await other.OpenAsync(Cancel);
        await using var take = new NpgsqlCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%claim%' "
            + "and datname = current_database(); "
            + $"select pg_advisory_lock({AdvisoryLocks.ClaimClass}, 'fences'::regclass::oid::int)",
            other);
        await take.ExecuteNonQueryAsync(Cancel);

        Assert.Equal(1, await silo.ExitAsync(Cancel));
        Assert.Contains("The silo stopped. Another silo works on the data in", silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_is_told_when_the_silo_is_killed_and_when_it_is_back()
    {
        using var folder = new SiloFolder();
        var silo = await SiloChild.StartAsync(folder.Path, null, Cancel, NoPostgres);
        await using var client = await silo.ConnectAsync();
        await client.Users.SaveAsync(Key, Json(Body), cancellation: Cancel);
        await silo.KillAsync();
        await client.WaitAsync(ConnectionState.Lost, Cancel).WaitAsync(Limit, Cancel);
        await silo.DisposeAsync();
        await using var again = await SiloChild.StartAsync(folder.Path, silo.Ports, Cancel, NoPostgres);
        await client.WaitAsync(ConnectionState.Connected, Cancel).WaitAsync(Limit, Cancel);
        Assert.Equal(Body, await client.Users.TextAsync(Key, Cancel));
    }

    [Fact]
    public async Task Two_silos_with_membership_in_redis_serve_each_others_profiles()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        using var folder = new SiloFolder();
        string[] arguments = [NoPostgres, "--REDIS_HOST=127.0.0.1", $"--REDIS_PORT={redis.Port}"];
        await using var first = await SiloChild.StartAsync(folder.Path, null, Cancel, arguments);
        await using var second = await SiloChild.StartAsync(folder.Path, null, Cancel, arguments);
        await using var client = await second.ConnectAsync(o => o.Gateways.Add($"127.0.0.1:{first.Ports.Gateway}"));
        await using var other = await first.ConnectAsync();
        foreach (var id in Enumerable.Range(1, 20))
        {
            var key = new UserKey(Key.Bot, id);
            await client.Users.SaveAsync(key, Json($$"""{"id":{{id}}}"""), cancellation: Cancel);
            var reading = await other.Users.GetAsync(key, cancellation: Cancel);
            // One activation serves both silos, so that the other client is answered from its memory.
            Assert.Equal(($$"""{"id":{{id}}}""", Tier.Memory), (reading.Text(), reading.ServedBy));
        }

        Assert.Equal(0, await first.StopAsync(Cancel));
        foreach (var id in Enumerable.Range(1, 20))
        {
            Assert.Equal($$"""{"id":{{id}}}""", await client.Users.TextAsync(new UserKey(Key.Bot, id), Cancel));
        }
    }

    [Fact]
    public async Task The_file_of_a_profile_is_plain_json()
    {
        using var folder = new SiloFolder();
        await using var silo = await SiloChild.StartAsync(folder.Path, null, Cancel, NoPostgres);
        await using var client = await silo.ConnectAsync();
        await client.Users.SaveAsync(new UserKey(Key.Bot, 42), Json(Body), cancellation: Cancel);
        var file = Path.Combine(folder.Data, "han_dating_bot", "users", "42", "42.json");
        Assert.StartsWith("{\n  \"name\": \"Ева 🌸\",\n", await File.ReadAllTextAsync(file, Encoding.UTF8, Cancel),
            StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, """{"name":"edited"}""", Cancel);
        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await client.Users.GetAsync(new UserKey(Key.Bot, 42), Freshness.Fresh, Cancel));
        var damaged = Assert.Single(await client.Repair.FindDamagedAsync(Key.Bot, Cancel));
        Assert.Equal((42, true), (damaged.TelegramId, damaged.CanBeAdopted));
        Assert.Equal(2, (await client.Repair.AdoptAsync(new UserKey(Key.Bot, 42), Cancel)).Revision);
        Assert.Equal("""{"name":"edited"}""", await client.Users.TextAsync(new UserKey(Key.Bot, 42), Cancel));
    }

    [Fact]
    public async Task Edited_files_of_configurations_and_chats_are_found_and_adopted()
    {
        using var folder = new SiloFolder();
        await using var silo = await SiloChild.StartAsync(folder.Path, null, Cancel, NoPostgres);
        await using var client = await silo.ConnectAsync();
        var (settings, chat) = (new ConfigurationKey(Key.Bot), new ConversationKey(Key.Bot, 42));
        await client.Configuration.SaveAsync(settings, Json("""{"tone":"calm"}"""), cancellation: Cancel);
        await client.Conversations.AppendAsync(
            chat, new NewMessage { Direction = MessageDirection.In, Text = "secret" }, Cancel);
        await client.Conversations.GetRecentAsync(chat, cancellation: Cancel);
        await EditAsync(Path.Combine(folder.Data, "han_dating_bot", "configuration"), "calm", "wild");
        await EditAsync(Path.Combine(folder.Data, "han_dating_bot", "conversations"), "secret", "gone");
        Assert.Empty(await client.Repair.FindDamagedItemsAsync(Key.Bot, ComponentName.Analytics, Cancel));
        foreach (var component in new[] { ComponentName.Configuration, ComponentName.Conversations })
        {
            var damaged = Assert.Single(await client.Repair.FindDamagedItemsAsync(Key.Bot, component, Cancel));
            Assert.True(damaged.CanBeAdopted);
            var receipt = await client.Repair.AdoptItemAsync(Key.Bot, component, damaged.Key, Cancel);
            Assert.Equal(2, receipt.Revision);
            Assert.Empty(await client.Repair.FindDamagedItemsAsync(Key.Bot, component, Cancel));
        }

        var body = (await client.Configuration.GetAsync(settings, Freshness.Fresh, Cancel)).Body!.Value;
        Assert.Equal("""{"tone":"wild"}""", Encoding.UTF8.GetString(body.Utf8.Span));
        var messages = (await client.Conversations.GetRecentAsync(chat, cancellation: Cancel)).Messages;
        Assert.Equal("gone", Assert.Single(messages).Text);
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await client.Repair.AdoptItemAsync(Key.Bot, ComponentName.Conversations, "../7", Cancel));
        await Assert.ThrowsAsync<InvalidInputException>(
            async () => await client.Repair.FindDamagedItemsAsync(Key.Bot, ComponentName.Grains, Cancel));
    }

    private static async Task EditAsync(string folder, string old, string edit)
    {
        var file = Assert.Single(Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories));
        var text = await File.ReadAllTextAsync(file, Encoding.UTF8, Cancel);
        await File.WriteAllTextAsync(file, text.Replace(old, edit, StringComparison.Ordinal), Cancel);
    }
}
