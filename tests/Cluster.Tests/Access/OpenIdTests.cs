using System.Net;
using HybridOrleans.Silo.Access;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

public sealed class OpenIdTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_signs_in_at_a_provider_with_the_role_of_a_claim()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var host = await StartAsync(provider);
        using var browser = host.Client();
        var back = await SignInAsync(browser, provider, ("preferred_username", "anna"), ("groups", "admin"));
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        var page = await browser.GetStringAsync(back.Headers.Location, Cancel);
        Assert.Contains("0;url=/bots/han\"", page, StringComparison.Ordinal);
        Assert.Equal("openid:anna", await browser.GetStringAsync("/bots/han", Cancel));
        Assert.Contains("Information HybridOrleans.Audit openid:anna signed in as Admin. ", host.Log.Lines);
    }

    [Theory]
    [InlineData("groups", "root")]
    [InlineData("groups", "7")]
    [InlineData("role", "admin")]
    public async Task A_person_without_a_role_is_not_let_in(string claim, string value)
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var host = await StartAsync(provider);
        using var browser = host.Client();
        var back = await SignInAsync(browser, provider, ("preferred_username", "anna"), (claim, value));
        Assert.Equal(HttpStatusCode.Forbidden, back.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/bots/han", Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_refused()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        await using var host = await StartAsync(provider);
        using var browser = host.Client();
        var back = await browser.GetAsync("/sign-in/openid/callback?code=x&state=y", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, back.StatusCode);
    }

    private static Task<AccessHost> StartAsync(OpenIdProvider provider) => AccessHost.StartAsync(s => s with
    {
        OpenId = new OpenIdSettings(new Uri(provider.Address), OpenIdProvider.ClientId, "secret", "groups"),
    });

    private static async Task<HttpResponseMessage> SignInAsync(
        HttpClient browser, OpenIdProvider provider, params (string Name, string Value)[] claims)
    {
        var sent = await browser.GetAsync("/sign-in/openid?returnUrl=/bots/han", Cancel);
        Assert.StartsWith(
            $"{provider.Address}/authorize?", sent.Headers.Location?.AbsoluteUri, StringComparison.Ordinal);
        var asked = QueryHelpers.ParseQuery(sent.Headers.Location!.Query);
        Assert.True(asked.ContainsKey("code_challenge"));
        provider.Claims["nonce"] = asked["nonce"].ToString();
        foreach (var (name, value) in claims)
        {
            provider.Claims[name] = value;
        }

        var state = Uri.EscapeDataString(asked["state"].ToString());
        return await browser.GetAsync($"/sign-in/openid/callback?code=x&state={state}", Cancel);
    }
}
