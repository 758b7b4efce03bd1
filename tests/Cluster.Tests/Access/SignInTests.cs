using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

public sealed partial class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_is_sent_to_the_page_and_back_and_stays_signed_in_by_a_strict_cookie()
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.Client();
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        var sent = await browser.GetAsync("/bots/han", Cancel);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal("/sign-in?ReturnUrl=%2Fbots%2Fhan", sent.Headers.Location?.PathAndQuery);
        var back = await SignInAsync(browser, sent.Headers.Location!.PathAndQuery, TestKeys.Of("admin-all"));
        Assert.Equal("/bots/han", back.Headers.Location?.OriginalString);
        var cookie = Assert.Single(
            back.Headers.GetValues("Set-Cookie"), c => c.StartsWith("hybrid-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("admin-all", await browser.GetStringAsync("/bots/han", Cancel));
    }

    [Fact]
    public async Task A_wrong_key_or_a_form_of_another_site_signs_nobody_in()
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.Client();
        var wrong = await SignInAsync(browser, "/sign-in", "hyb_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var form = new FormUrlEncodedContent([new("key", TestKeys.Of("admin-all"))]);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in", form, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/bots/han", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_cookie_changes_nothing_without_the_token_of_the_session()
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.Client();
        await SignInAsync(browser, "/sign-in", TestKeys.Of("admin-all"));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/bots/han", null, Cancel)).StatusCode);
        var session = await browser.GetStringAsync("/session", Cancel);
        browser.DefaultRequestHeaders.Add("X-Csrf-Token", TokenOfSession().Match(session).Groups[1].Value);
        Assert.Equal("written", await (await browser.PostAsync("/bots/han", null, Cancel)).Content
            .ReadAsStringAsync(Cancel));
        await browser.PostAsync("/sign-out", null, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/bots/han", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_with_the_key_that_began_it()
    {
        await using var host = await AccessHost.StartAsync(s => s with
        {
            Keys = [s.Keys[^2] with { Expires = new DateTimeOffset(2026, 11, 29, 12, 1, 0, TimeSpan.Zero) }],
        });
        using var browser = host.Client();
        await SignInAsync(browser, "/sign-in", TestKeys.Of("admin-all"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/bots/han", Cancel)).StatusCode);
        host.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/bots/han", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_site(string elsewhere)
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.Client();
        var back = await SignInAsync(
            browser, $"/sign-in?returnUrl={Uri.EscapeDataString(elsewhere)}", TestKeys.Of("admin-all"));
        Assert.Equal("/dashboard/", back.Headers.Location?.OriginalString);
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string page, string key)
    {
        var html = await browser.GetStringAsync(page, Cancel);
        var fields = Hidden().Matches(html)
            .Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)));
        using var form = new FormUrlEncodedContent([.. fields, new("key", key)]);
        return await browser.PostAsync("/sign-in", form, Cancel);
    }

    [GeneratedRegex("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]+)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("\"token\":\"([^\"]+)\"")]
    private static partial Regex TokenOfSession();
}
