using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

public sealed class KeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_lets_in_by_either_header_and_nothing_else_does()
    {
        await using var host = await AccessHost.StartAsync();
        var key = TestKeys.Of("reader-han");
        using var bare = host.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, (await bare.GetAsync("/bots/han", Cancel)).StatusCode);
        using var named = host.Client(key);
        Assert.Equal("reader-han", await named.GetStringAsync("/bots/han", Cancel));
        using var bearer = host.Client();
        bearer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal("reader-han", await bearer.GetStringAsync("/bots/han", Cancel));
        foreach (var wrong in new[] { key[..^1], key + "x", key.ToUpperInvariant(), "", " ", "hyb_", new('a', 7_000) })
        {
            using var client = host.Client();
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {wrong}");
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/bots/han", Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_needs_a_key_and_so_does_a_path_that_is_none()
    {
        await using var host = await AccessHost.StartAsync();
        using var bare = host.Client();
        foreach (var path in new[] { "/unsaid", "/nowhere", "/.access/admin.key" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await bare.GetAsync(path, Cancel)).StatusCode);
        }

        using var known = host.Client(TestKeys.Of("reader-han"));
        Assert.Equal("let in", await known.GetStringAsync("/unsaid", Cancel));
    }

    [Fact]
    public async Task A_key_stops_to_work_when_it_expires()
    {
        await using var host = await AccessHost.StartAsync(s => s with
        {
            Keys = [s.Keys[1] with { Expires = new DateTimeOffset(2026, 11, 29, 12, 1, 0, TimeSpan.Zero) }],
        });
        using var client = host.Client(TestKeys.Of("reader-han"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/bots/han", Cancel)).StatusCode);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/bots/han", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Wrong_keys_are_answered_so_many_times_and_a_right_one_is_let_in_all_the_same()
    {
        await using var host = await AccessHost.StartAsync(s => s with { FailedSignInsPerMinute = 3 });
        using var wrong = host.Client("hyb_wrong");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await wrong.GetAsync("/bots/han", Cancel)).StatusCode);
        }

        var refused = await wrong.GetAsync("/bots/han", Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        using var right = host.Client(TestKeys.Of("reader-han"));
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync("/bots/han", Cancel)).StatusCode);
        Assert.Equal(
            3, host.Log.Lines.Count(l => l.Contains("was refused: GET /bots/{bot}", StringComparison.Ordinal)));
        Assert.DoesNotContain(host.Log.Lines, l => l.Contains("hyb_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_that_asks_too_often_is_told_when_to_come_again()
    {
        await using var host = await AccessHost.StartAsync(s => s with { KeyRequestsPerSecond = 2 });
        using var client = host.Client(TestKeys.Of("reader-han"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync("/bots/han", Cancel)));
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        using var other = host.Client(TestKeys.Of("admin-all"));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/bots/han", Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_a_known_caller_may_not_do_is_refused_and_noted_without_the_path()
    {
        await using var host = await AccessHost.StartAsync();
        using var reader = host.Client(TestKeys.Of("reader-han"));
        var refused = await reader.PostAsync("/bots/han", null, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/bots/secret-name", Cancel)).StatusCode);
        Assert.Contains("Warning HybridOrleans.Audit reader-han was refused: POST /bots/{bot}. ", host.Log.Lines);
        Assert.DoesNotContain(host.Log.Lines, l => l.Contains("secret-name", StringComparison.Ordinal));
    }
}
