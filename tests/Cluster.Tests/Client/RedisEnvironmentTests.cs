using HybridOrleans.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Client;

/// <summary>The names that silos read tell a bot where the silos are, when nothing else does.</summary>
public sealed class RedisEnvironmentTests
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["REDIS_HOST"] = "redis",
        ["REDIS_PORT"] = "6380",
        ["REDIS_DB"] = "3",
        ["REDIS_PASSWORD"] = "secret",
    };

    [Fact]
    public void A_bot_that_names_no_way_to_the_cluster_finds_it_as_silos_do()
    {
        var options = Read([], _ => { });
        Assert.Equal(("redis", 6380, 3, "secret"),
            (options.RedisHost, options.RedisPort, options.RedisDatabase, options.RedisPassword));
    }

    [Fact]
    public void What_the_bot_says_itself_goes_before()
    {
        Assert.Null(Read(new() { ["HybridOrleans:Client:Gateways:0"] = "10.0.0.7:30000" }, _ => { }).RedisHost);
        Assert.Null(Read([], o => o.ConfigureOrleans = _ => { }).RedisHost);
        var other = Read(new() { ["HybridOrleans:Client:RedisHost"] = "other" }, _ => { });
        Assert.Equal(("other", 6379, null), (other.RedisHost, other.RedisPort, other.RedisPassword));
    }

    [Fact]
    public void A_number_that_is_none_is_told()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Read(new() { ["REDIS_PORT"] = "x" }, _ => { }));
        Assert.Equal(["REDIS_PORT = 'x': expected a whole number."], error.Failures);
    }

    private static HybridClientOptions Read(
        Dictionary<string, string?> settings, Action<HybridClientOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Environment).AddInMemoryCollection(settings);
        builder.AddHybridClient(configure);
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<HybridClientOptions>>().Value;
    }
}
