using System.Net;
using HybridOrleans.Cluster.Tests.Access;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

[Collection(SharedHttpSilo.Name)]
public sealed class ProfileApiTests(HttpSilo silo) : IDisposable
{
    private const string Body = """{"name":"Ева 🌸","n":1.0,"n":2,"z":"\u0000"}""";

    private readonly HttpClient _bot = silo.Client("operator-han");

    public void Dispose() => _bot.Dispose();

    [Fact]
    public async Task A_profile_comes_back_byte_for_byte_with_its_revision_tier_and_age()
    {
        const string Path = "/api/v1/bots/han/profiles/1001";
        var saved = (await _bot.SendAsync("PUT", Path, Body)).Ok();
        Assert.Equal(("\"1\"", """{"revision":1,"heldBy":["store","memory"]}"""), (saved.Tag, Sorted(saved.Body)));
        var read = (await _bot.SendAsync("GET", Path)).Ok();
        Assert.Equal((Body, "\"1\"", "application/json"), (read.Body, read.Tag, read.Type));
        Assert.Equal(
            ("memory", "true", "0", "no-cache, private"),
            (read.Headers["Hybrid-Served-By"], read.Headers["Hybrid-Confirmed"], read.Headers["Age"],
                read.Headers["Cache-Control"]));
        var fresh = (await _bot.SendAsync("GET", Path, null, ("Cache-Control", "no-cache"))).Ok();
        Assert.Equal("store", fresh.Headers["Hybrid-Served-By"]);
        var known = await _bot.SendAsync("GET", Path, null, ("If-None-Match", "\"1\""));
        Assert.Equal((HttpStatusCode.NotModified, ""), (known.Status, known.Body));
    }

    [Fact]
    public async Task A_save_keeps_the_conditions_that_it_is_given()
    {
        const string Path = "/api/v1/bots/han/profiles/1002";
        (await _bot.SendAsync("PUT", Path, """{"a":1}""", ("If-None-Match", "*"))).Ok();
        foreach (var (name, value) in new[] { ("If-None-Match", "*"), ("If-Match", "\"7\""), ("If-Match", "\"0\"") })
        {
            var refused = await _bot.SendAsync("PUT", Path, """{"a":2}""", (name, value));
            Assert.Equal(
                (HttpStatusCode.PreconditionFailed, "application/problem+json"), (refused.Status, refused.Type));
        }

        foreach (var value in new[] { "W/\"1\"", "1", "\"1\", \"2\"", "\"x\"", "\"-1\"" })
        {
            var refused = await _bot.SendAsync("PUT", Path, """{"a":2}""", ("If-Match", value));
            Assert.Equal((value, HttpStatusCode.BadRequest), (value, refused.Status));
        }

        Assert.Equal("""{"a":1}""", (await _bot.SendAsync("GET", Path)).Ok().Body);
        Assert.Equal("\"2\"", (await _bot.SendAsync("PUT", Path, """{"a":2}""", ("If-Match", "\"1\""))).Ok().Tag);
        Assert.Equal("\"3\"", (await _bot.SendAsync("PUT", Path, """{"a":3}""", ("If-Match", "*"))).Ok().Tag);
        var patched = await _bot.SendAsync("PATCH", Path, """{"b":1}""", ("If-Match", "\"3\""));
        Assert.Equal(HttpStatusCode.BadRequest, patched.Status);
        Assert.Equal("\"4\"", (await _bot.SendAsync("PATCH", Path, """{"b":1}""")).Ok().Tag);
        Assert.Equal("""{"count":1}""", (await _bot.SendAsync("DELETE", Path)).Ok().Body);
        Assert.Equal(HttpStatusCode.NotFound, (await _bot.SendAsync("GET", Path)).Status);
        var absent = await _bot.SendAsync("PUT", Path, "{}", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, absent.Status);
        Assert.Equal("\"6\"", (await _bot.SendAsync("PUT", Path, "{}", ("If-None-Match", "*"))).Ok().Tag);
    }

    [Fact]
    public async Task Fifty_messages_at_once_all_count()
    {
        const string Path = "/api/v1/bots/han/profiles/1003";
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => (await _bot.SendAsync("POST", $"{Path}/activity"))
            .Ok()));
        Assert.Contains(
            "\"message_count\":50", (await _bot.SendAsync("GET", Path)).Ok().Body, StringComparison.Ordinal);
        var listed = (await _bot.SendAsync("GET", "/api/v1/bots/han/profiles?limit=1000")).Ok().Body;
        Assert.Contains("""{"telegramId":1003,"revision":50}""", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_profile_is_refused_and_says_why()
    {
        const string Path = "/api/v1/bots/han/profiles/1004";
        foreach (var body in new[] { "", "[]", "{", "1", "null", """{"a":1}x""" })
        {
            var refused = await _bot.SendAsync("PUT", Path, body);
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (refused.Status, refused.Type));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await _bot.SendAsync("GET", "/api/v1/bots/han/profiles/0")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _bot.SendAsync("GET", "/api/v1/bots/han/profiles/eva")).Status);
        var large = await _bot.SendAsync("PUT", Path, $$"""{"a":"{{new string('x', 1_200_000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _bot.SendAsync("GET", Path)).Status);
    }

    [Fact]
    public async Task An_erased_user_is_gone()
    {
        using var admin = silo.Client("admin-han");
        (await admin.SendAsync("PUT", "/api/v1/bots/han/profiles/1005", Body)).Ok();
        var erased = (await admin.SendAsync("POST", "/api/v1/bots/han/users/1005/erasure")).Ok();
        Assert.Contains("\"state\":\"complete\"", erased.Body, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound, (await admin.SendAsync("GET", "/api/v1/bots/han/profiles/1005")).Status);
        Assert.Equal(erased.Body, (await admin.SendAsync("GET", "/api/v1/bots/han/users/1005/erasure")).Ok().Body
            .Replace("\"done\":[]", Done(erased.Body), StringComparison.Ordinal));
    }

    private static string Done(string body) => body[body.IndexOf("\"done\"", StringComparison.Ordinal)..]
        .Split("],")[0] + "]";

    private static string Sorted(string receipt)
        => receipt.Replace("[\"memory\",\"store\"]", "[\"store\",\"memory\"]", StringComparison.Ordinal);
}
