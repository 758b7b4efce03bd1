using System.Net;
using System.Text.RegularExpressions;
using HybridOrleans.Silo.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Access;

/// <summary>Every endpoint of a running silo, as each kind of caller meets it.</summary>
[Collection(SharedHttpSilo.Name)]
public sealed partial class AccessMatrixTests(HttpSilo silo)
{
    /// <summary>The live log is off, for admins too.</summary>
    private const string NeverServed = "GET /dashboard/Trace";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_line_of_the_list_is_an_endpoint()
        => Assert.Empty(EndpointRights.All.Keys.Except(Endpoints().Select(e => e.Name).Append("GET /dashboard")));

    [Theory]
    [InlineData(null)]
    [InlineData("reader-han")]
    [InlineData("operator-han")]
    [InlineData("admin-han")]
    [InlineData("reader-all")]
    [InlineData("operator-all")]
    [InlineData("admin-all")]
    public async Task Each_caller_gets_in_where_the_table_says_and_nowhere_else(string? name)
    {
        using var client = silo.Client(name);
        var caller = TestKeys.All.SingleOrDefault(k => k.Caller.Name == name).Caller;
        var wrong = new List<string>();
        foreach (var (endpoint, method, pattern) in Endpoints().Where(e => e.Name != NeverServed))
        {
            foreach (var bot in pattern.Contains("{bot}", StringComparison.Ordinal) ? ["han", "other"] : new[] { "" })
            {
                var right = EndpointRights.Of(endpoint);
                var isAllowed = right is null || (caller is not null && Rights.Allow(
                    caller, right.Value, bot.Length > 0 ? bot : null));
                using var request = new HttpRequestMessage(new HttpMethod(method), PathOf(pattern, bot));
                var status = (await client.SendAsync(request, Cancel)).StatusCode;
                var isRefused = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
                var expected = caller is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
                if (isAllowed ? isRefused || status == HttpStatusCode.InternalServerError : status != expected)
                {
                    wrong.Add($"{endpoint} of '{bot}': {(int)status}, and it is {(isAllowed ? "" : "not ")}allowed");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_of_the_documentation_is_the_one_of_the_code()
    {
        (Right Right, string[] Names)[] table =
        [
            (Right.Enter, ["reader-all", "reader-han", "operator-all", "operator-han", "admin-all", "admin-han"]),
            (Right.SeeCluster, ["reader-all", "operator-all", "admin-all"]),
            (Right.SteerCluster, ["operator-all", "admin-all"]),
            (Right.SeeEverything, ["admin-all"]),
            (Right.ReadData, ["reader-han", "operator-han", "admin-all", "admin-han"]),
            (Right.WriteData, ["operator-han", "admin-all", "admin-han"]),
            (Right.EraseData, ["admin-all", "admin-han"]),
        ];
        Assert.Equal(Enum.GetValues<Right>(), table.Select(t => t.Right));
        Assert.All(table, line => Assert.Equal(
            line.Names, TestKeys.All.Where(k => Rights.Allow(k.Caller, line.Right, "han")).Select(k => k.Caller.Name)));
        Assert.All(TestKeys.All.Where(k => k.Caller.Bot is not null), k => Assert.DoesNotContain(
            Enum.GetValues<Right>().Where(r => r != Right.Enter), r => Rights.Allow(k.Caller, r, "other")));
    }

    private IEnumerable<(string Name, string Method, string Pattern)> Endpoints()
        => ((IEndpointRouteBuilder)silo.Application).DataSources
            .SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method =>
            {
                var pattern = "/" + e.RoutePattern.RawText!.Trim('/');
                return ($"{method} {pattern}", method, pattern);
            }))
            .Distinct();

    private string PathOf(string pattern, string bot) => Parameter().Replace(
        pattern.Replace("{bot}", bot, StringComparison.Ordinal), match => match.Groups[1].Value switch
        {
            "component" => "users",
            "verb" => "verify",
            "address" or "path" => silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString(),
            _ => "1",
        });

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
