using System.Net;
using HybridOrleans.Cluster.Tests.Access;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

[Collection(SharedHttpSilo.Name)]
public sealed class OtherApiTests(HttpSilo silo) : IDisposable
{
    private readonly HttpClient _bot = silo.Client("operator-han");

    public void Dispose() => _bot.Dispose();

    [Fact]
    public async Task A_configuration_is_kept_by_scope_with_its_history()
    {
        const string Path = "/api/v1/bots/han/configuration?scope=chat&scopeId=%D0%95%D0%B2%D0%B0%2F7";
        (await _bot.SendAsync("PUT", Path, """{"a":1}""", ("If-None-Match", "*"))).Ok();
        Assert.Equal("\"2\"", (await _bot.SendAsync("PATCH", Path, """{"b":2}""")).Ok().Tag);
        var read = (await _bot.SendAsync("GET", Path)).Ok();
        Assert.Equal(("""{"a":1,"b":2}""", "\"2\""), (read.Body, read.Tag));
        Assert.Equal(
            HttpStatusCode.NotFound, (await _bot.SendAsync("GET", "/api/v1/bots/han/configuration")).Status);
        var history = (await _bot.SendAsync("GET", Path.Replace("?", "/history?", StringComparison.Ordinal))).Ok();
        Assert.StartsWith("""{"revision":2,"exists":true,"changes":[{"revision":2,""", history.Body,
            StringComparison.Ordinal);
        Assert.Equal("""{"count":1}""", (await _bot.SendAsync("DELETE", Path)).Ok().Body);
    }

    [Fact]
    public async Task A_message_that_comes_again_adds_nothing()
    {
        const string Path = "/api/v1/bots/han/conversations/-1007";
        const string First = """{"direction":"in","text":"Привет","id":"u1","ts":"2026-11-29T12:00:00Z"}""";
        Assert.Equal("""{"sequence":1,"isNew":true}""", (await _bot.SendAsync("POST", $"{Path}/messages", First)).Ok()
            .Body);
        Assert.Equal("""{"sequence":1,"isNew":false}""", (await _bot.SendAsync("POST", $"{Path}/messages", First)).Ok()
            .Body);
        (await _bot.SendAsync("POST", $"{Path}/messages", """{"direction":"out","text":"2"}""")).Ok();
        Assert.StartsWith(
            """{"count":2,"first":1,"next":3,"messages":[{"sequence":1,"direction":"in","text":"Привет",""",
            (await _bot.SendAsync("GET", $"{Path}/messages?from=1&count=1")).Ok().Body,
            StringComparison.Ordinal);
        Assert.Contains("\"text\":\"2\"", (await _bot.SendAsync("GET", $"{Path}/messages")).Ok().Body,
            StringComparison.Ordinal);
        Assert.Equal("""{"count":2}""", (await _bot.SendAsync("DELETE", Path)).Ok().Body);
        Assert.Equal(
            """{"count":0,"first":3,"next":3,"messages":[]}""", (await _bot.SendAsync("GET", Path)).Ok().Body);
    }

    [Fact]
    public async Task Events_are_logged_together_and_counted()
    {
        const string Path = "/api/v1/bots/han/events";
        const string Two = """
            [{"type":"a","dimensions":{"lang":"ru"},"data":{"n":1},"user":7,"id":"e1","ts":"2026-10-01T00:00:00Z"},
             {"type":"b","id":"e2","ts":"2026-10-02T00:00:00Z"}]
            """;
        (await _bot.SendAsync("POST", Path, Two)).Ok();
        var again = (await _bot.SendAsync("POST", Path, Two)).Ok().Body;
        Assert.DoesNotContain("true", again, StringComparison.Ordinal);
        const string Counts = $"{Path}/counts?from=2026-10-01T00:00:00Z&until=2026-11-01T00:00:00Z";
        var counted = (await _bot.SendAsync("GET", $"{Counts}&dimension=lang&where=lang:ru")).Ok().Body;
        Assert.Equal("""[{"start":"2026-10-01T00:00:00+00:00","type":"a","value":"ru","count":1}]""", counted);
        Assert.Contains("\"type\":\"b\"", (await _bot.SendAsync("GET", Counts)).Ok().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_steers_over_http_is_the_key_and_stands_in_the_audit_log()
    {
        using var anna = silo.Client("operator-all");
        var refused = await anna.SendAsync("POST", "/api/v1/migration/users/enable?dryRun=true&why=because");
        Assert.Equal((HttpStatusCode.Conflict, "application/problem+json"), (refused.Status, refused.Type));
        Assert.Contains("\"phase\":\"Off\"", (await anna.SendAsync("GET", "/api/v1/migration/users")).Ok().Body,
            StringComparison.Ordinal);
        Assert.Contains(
            "Information HybridOrleans.Audit operator-all asked for Enable (dry run) of Users: refused. ",
            silo.Log.Lines);
        Assert.DoesNotContain(silo.Log.Lines, l => l.Contains("because", StringComparison.Ordinal));
        foreach (var path in new[] { "users/explode", "Users/enable", "nothing/enable" })
        {
            Assert.True((await anna.SendAsync("POST", $"/api/v1/migration/{path}")).IsRefusal, path);
        }
    }

    [Fact]
    public async Task Health_and_description_are_there_for_every_caller()
    {
        Assert.Contains("\"status\":\"ready\"", (await _bot.SendAsync("GET", "/api/v1/health")).Ok().Body,
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _bot.SendAsync("GET", "/api/v1/nothing")).Status);
    }
}
