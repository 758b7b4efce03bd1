using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>How the settings of the cache reach it.</summary>
public sealed class CacheSettingsTests
{
    [Fact]
    public async Task Without_a_Redis_there_is_no_cache()
    {
        await using var host = StoreHost.Build(new Dictionary<string, string?>());
        var cache = host.GetRequiredService<RedisCacheHost>();
        cache.Open();
        Assert.Null(cache.Cache);
    }

    [Fact]
    public async Task The_Redis_of_the_membership_is_the_cache_unless_it_is_switched_off()
    {
        var settings = OldNames();
        await using (var host = StoreHost.Build(settings))
        {
            var server = OptionsOf(host).ToServer();
            Assert.Equal((3, "p,a=s s"), (server.DefaultDatabase, server.Password));
            Assert.Contains("127.0.0.1:6390", $"{server.EndPoints[0]}", StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(90), OptionsOf(host).TtlOf(Component.Configuration));
            Assert.True(OptionsOf(host).IsUsed);
        }

        settings["HybridOrleans:Cache:Enabled"] = "false";
        await using var without = StoreHost.Build(settings);
        Assert.False(OptionsOf(without).IsUsed);
    }

    [Fact]
    public async Task The_section_goes_before_the_names_of_the_old_bot()
    {
        var settings = OldNames();
        settings["HybridOrleans:Cache:ConnectionString"] = "cache.example:6380,password=other";
        settings["HybridOrleans:Cache:UsersTtl"] = "00:05:00";
        settings["HybridOrleans:Cache:CommandTimeout"] = "00:00:00.020";
        await using var host = StoreHost.Build(settings);
        var options = OptionsOf(host);
        var server = options.ToServer();
        Assert.Equal("other", server.Password);
        Assert.Contains("cache.example:6380", $"{server.EndPoints[0]}", StringComparison.Ordinal);
        Assert.Equal(20, server.AsyncTimeout);
        Assert.False(server.AbortOnConnectFail);
        Assert.Equal(
            (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(90)),
            (options.TtlOf(Component.Users), options.TtlOf(Component.Conversations)));
    }

    [Fact]
    public void All_mistakes_are_reported_and_no_secret()
    {
        using var host = StoreHost.Build(new Dictionary<string, string?>
        {
            ["REDIS_PORT"] = "99999",
            ["REDIS_HOST"] = "redis",
            ["HybridOrleans:Cache:ConnectionString"] = "redis,pasword=geheim",
            ["HybridOrleans:Cache:CommandTimeout"] = "00:00:30",
            ["HybridOrleans:Cache:AnalyticsTtl"] = "00:00:00",
            ["HybridOrleans:Cache:EntryBytesMax"] = "7",
            ["HybridOrleans:Cache:Ttl"] = "00:00:01",
        });
        var error = Assert.Throws<OrleansConfigurationException>(
            () =>
            {
                foreach (var validator in host.GetServices<IConfigurationValidator>())
                {
                    validator.ValidateConfiguration();
                }
            });
        Assert.Contains("REDIS_PORT = '99999': expected a whole number", error.Message, StringComparison.Ordinal);
        Assert.Contains("HybridOrleans:Cache:Ttl: there is no such setting.", error.Message, StringComparison.Ordinal);
        Assert.Contains("00:00:30 is outside 00:00:00.0010000 to 00:00:02", error.Message, StringComparison.Ordinal);
        Assert.Contains("7 is outside 1024 to 2097152", error.Message, StringComparison.Ordinal);
        Assert.Contains("the connection string cannot be read", error.Message, StringComparison.Ordinal);
        Assert.Contains("AnalyticsTtl", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error.Message, StringComparison.Ordinal);
    }

    private static RedisCacheOptions OptionsOf(IServiceProvider host)
        => host.GetRequiredService<IOptions<RedisCacheOptions>>().Value;

    private static Dictionary<string, string?> OldNames() => new()
    {
        ["REDIS_HOST"] = "127.0.0.1",
        ["REDIS_PORT"] = "6390",
        ["REDIS_DB"] = "3",
        ["REDIS_PASSWORD"] = "p,a=s s",
        ["REDIS_DEFAULT_TTL"] = "90",
    };
}
