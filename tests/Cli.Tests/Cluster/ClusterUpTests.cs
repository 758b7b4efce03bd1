using System.Net;
using System.Text;
using System.Text.Json;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Cli.Tests.Cluster;

/// <summary>A whole cluster from real processes.</summary>
public sealed class ClusterUpTests : IDisposable
{
    private const int Profiles = 30;

    private static readonly BotId Bot = new("han");

    private readonly SiloFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_through_one_gateway_is_read_through_another_and_by_the_next_cluster()
    {
        await using (var run = ClusterRun.Launch(_folder.Data, silos: 3))
        {
            var cluster = await run.ReadyAsync();
            Assert.Equal(3, cluster.GetProperty("silos").GetArrayLength());
            await AssertReadyAsync(cluster);
            await using (var first = await ClusterRun.ConnectAsync(cluster, 0))
            await using (var last = await ClusterRun.ConnectAsync(cluster, 2))
            {
                await WriteAsync(first);
                await AssertReadAsync(last, Tier.Memory);
            }

            Assert.Equal((int)ExitCode.Done, await run.StopAsync());
            await run.NothingIsLeftAsync();
        }

        // Fewer silos than before: the members of the last run must not be waited for.
        await using var next = ClusterRun.Launch(_folder.Data, silos: 1);
        await using (var client = await ClusterRun.ConnectAsync(await next.ReadyAsync(), 0))
        {
            await AssertReadAsync(client, Tier.Store);
        }

        Assert.Equal((int)ExitCode.Done, await next.StopAsync());
    }

    [Fact]
    public async Task A_killed_hybrid_leaves_no_process_and_all_that_was_acknowledged()
    {
        await using (var run = ClusterRun.Launch(
            _folder.Data, silos: 1, "--set", "HybridOrleans:Components:users=postgres"))
        {
            await using var client = await ClusterRun.ConnectAsync(await run.ReadyAsync(), 0);
            await WriteAsync(client);
            // The silo, the starter of PostgreSQL, PostgreSQL, and Redis with its guard.
            Assert.True(run.Parts.Count >= 4, $"Only these run: {string.Join(", ", run.Parts)}");
            await run.KillAsync();
            await run.NothingIsLeftAsync();
        }

        await using var next = ClusterRun.Launch(_folder.Data, silos: 1);
        await using (var again = await ClusterRun.ConnectAsync(await next.ReadyAsync(), 0))
        {
            await AssertReadAsync(again, Tier.Store);
        }

        Assert.Equal((int)ExitCode.Done, await next.StopAsync());
    }

    [Fact]
    public async Task A_silo_that_does_not_start_is_told_with_the_end_of_its_log_and_all_is_stopped()
    {
        var hybrid = new CommandLineHarness();
        hybrid.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        var ports = SiloPorts.Free();
        var result = await hybrid.RunAsync(
            "cluster", "up", "--data", _folder.Data, "--set", "HybridOrleans:Silo:Dashboard=maybe",
            "--silo-port", $"{ports.Silo}", "--gateway-port", $"{ports.Gateway}", "--http-port", $"{ports.Http}");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("silo 1 ended with code 1 while it started.", result.Messages, StringComparison.Ordinal);
        Assert.Contains(
            "HybridOrleans:Silo:Dashboard = 'maybe': expected true or false.", result.Messages,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), IsOurs);
    }

    private bool IsOurs(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(_folder.Data, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task AssertReadyAsync(JsonElement cluster)
    {
        using var http = new HttpClient();
        foreach (var silo in cluster.GetProperty("silos").EnumerateArray())
        {
            using var answer = await http.GetAsync(silo.GetProperty("health").GetString(), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(0, await HealthOfContainerAsync(new Uri(silo.GetProperty("health").GetString()!).Port));
            using var dashboard = await http.GetAsync(silo.GetProperty("dashboard").GetString(), Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, dashboard.StatusCode);
            using var known = new HttpRequestMessage(HttpMethod.Get, dashboard.RequestMessage!.RequestUri);
            var key = await File.ReadAllTextAsync(cluster.GetProperty("adminKey").GetString()!, Cancel);
            known.Headers.Add("X-Api-Key", key.Trim());
            using var opened = await http.SendAsync(known, Cancel);
            Assert.True(opened.IsSuccessStatusCode, $"{opened.StatusCode}");
        }
    }

    /// <summary>What the health check of the container would say.</summary>
    private static async Task<int> HealthOfContainerAsync(int port)
    {
        using var health = System.Diagnostics.Process.Start(
            Path.Combine(Repository.Root, "Silo", "health.sh"), [$"{port}"]);
        await health.WaitForExitAsync(Cancel);
        return health.ExitCode;
    }

    private static async Task WriteAsync(HybridClient client)
    {
        for (var id = 1; id <= Profiles; id++)
        {
            await client.Users.SaveAsync(
                new UserKey(Bot, id), new JsonText($$"""{"id":{{id}}}"""), cancellation: Cancel);
        }
    }

    private static async Task AssertReadAsync(HybridClient client, Tier tier)
    {
        for (var id = 1; id <= Profiles; id++)
        {
            var reading = await client.Users.GetAsync(new UserKey(Bot, id), cancellation: Cancel);
            var body = Encoding.UTF8.GetString(reading.Body!.Value.Utf8.Span);
            Assert.Equal(($$"""{"id":{{id}}}""", tier), (body, reading.ServedBy));
        }
    }
}
