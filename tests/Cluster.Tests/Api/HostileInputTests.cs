using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HybridOrleans.Cluster.Tests.Access;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

/// <summary>Every answer is a refusal or a correct round trip, and the silo stays what it was.</summary>
[Collection(SharedHttpSilo.Name)]
public sealed class HostileInputTests(HttpSilo silo) : IAsyncLifetime
{
    private const int AtOnce = 32;
    private const string Bots = "/api/v1/bots";

    private readonly HttpClient _bot = silo.Client("admin-all");
    private int _cases;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        var ready = await _bot.SendAsync("GET", "/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Empty(StrangeFiles());
        Assert.DoesNotContain(silo.Log.Lines, l => l.Contains("failed as it should not", StringComparison.Ordinal));
        _bot.Dispose();
    }

    [Fact]
    public async Task No_way_out_of_a_folder_leads_anywhere()
    {
        string[] patterns =
        [
            $"{Bots}/@/profiles/1", $"{Bots}/han/profiles/@", $"{Bots}/han/conversations/@/messages", "/@",
            $"{Bots}/han/configuration?scope=@", $"{Bots}/han/configuration?scope=s&scopeId=@",
            $"{Bots}/han/profiles?after=@", "/api/v1/migration/@",
        ];
        await AllAsync(patterns.SelectMany(p => HostileInput.Paths().Select(way => p.Replace("@", Raw(way),
            StringComparison.Ordinal))), async path =>
        {
            var answer = await _bot.SendAsync("GET", path);
            Assert.True(
                answer.IsRefusal || answer.Status is HttpStatusCode.OK or HttpStatusCode.MovedPermanently,
                $"{(int)answer.Status} for {path}");
            Assert.DoesNotContain("root:", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("hyb_", answer.Body, StringComparison.Ordinal);
        });
        Assert.True(_cases > 2_000, $"Only {_cases} cases were tried.");
    }

    [Fact]
    public async Task A_configuration_stays_where_its_bot_is_whatever_its_scope_is_called()
        => await AllAsync(HostileInput.Paths().Where((_, i) => i % 5 == 0), async way =>
        {
            var path = $"{Bots}/han/configuration?scope=hostile&scopeId={Uri.EscapeDataString(way)}";
            var saved = await _bot.SendAsync("PUT", path, """{"a":1}""");
            Assert.True(saved.IsRefusal || saved.Status == HttpStatusCode.OK, $"{(int)saved.Status} for {way}");
            var read = await _bot.SendAsync("GET", path);
            Assert.Equal(saved.Status == HttpStatusCode.OK, read.Body == """{"a":1}""");
        });

    [Fact]
    public async Task Pieces_of_SQL_are_texts_like_others()
        => await AllAsync(HostileInput.Sql().Select((text, i) => (text, i)), async one =>
        {
            var body = JsonSerializer.Serialize(new Dictionary<string, string> { [one.text] = one.text });
            var profile = $"{Bots}/han/profiles/{500_000 + one.i}";
            (await _bot.SendAsync("PUT", profile, body)).Ok();
            Assert.Equal(body, (await _bot.SendAsync("GET", profile, null, ("Cache-Control", "no-cache"))).Ok().Body);
            var chat = $"{Bots}/han/conversations/{500_000 + one.i}/messages";
            var message = JsonSerializer.Serialize(new { direction = "in", text = one.text });
            (await _bot.SendAsync("POST", chat, message)).Ok();
            var stored = JsonDocument.Parse((await _bot.SendAsync("GET", $"{chat}?from=1")).Ok().Body);
            Assert.Equal(one.text, stored.RootElement.GetProperty("messages")[0].GetProperty("text").GetString());
            foreach (var path in new[] { $"{Bots}/{Raw(one.text)}/profiles/1", $"{Bots}/han/profiles/{Raw(one.text)}" })
            {
                var answer = await _bot.SendAsync("GET", path);
                Assert.True(answer.IsRefusal, $"{(int)answer.Status} for {path}");
            }
        });

    [Fact]
    public async Task JSON_that_is_hard_to_read_is_refused_wherever_it_is_sent()
    {
        string[] places =
        [
            $"PUT {Bots}/han/profiles/9", $"PATCH {Bots}/han/profiles/9", $"PUT {Bots}/han/configuration?scope=bomb",
            $"POST {Bots}/han/conversations/9/messages", $"POST {Bots}/han/events",
        ];
        await AllAsync(places.SelectMany(p => HostileInput.Bombs().Select(b => (Place: p.Split(' '), Bomb: b))),
            async one =>
            {
                using var content = new ByteArrayContent(one.Bomb);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var request = new HttpRequestMessage(new HttpMethod(one.Place[0]), one.Place[1])
                {
                    Content = content,
                };
                var answer = await _bot.SendAsync(request, Cancel);
                Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{(int)answer.StatusCode}: {one.Place[1]}");
            });
    }

    private async Task AllAsync<T>(IEnumerable<T> cases, Func<T, Task> one)
        => await Parallel.ForEachAsync(
            cases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel },
            async (c, _) =>
            {
                Interlocked.Increment(ref _cases);
                await one(c);
            });

    /// <summary>What the line of a request cannot hold is escaped; all else is sent as it is.</summary>
    private static string Raw(string text) => string.Concat(text.Select(
        c => c is <= ' ' or > '~' or '?' or '#' or '&' or '"' ? Uri.EscapeDataString(c.ToString()) : c.ToString()));

    private IEnumerable<string> StrangeFiles()
        => Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(silo.Data)!).Where(p => p != silo.Data)
            .Concat(Directory.EnumerateFileSystemEntries(silo.Data).Where(
                p => Path.GetFileName(p) is not (['.', ..] or "han" or "other" or "erasure.jobs")));
}
