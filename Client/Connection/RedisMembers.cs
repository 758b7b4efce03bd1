using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace HybridOrleans.Client.Connection;

/// <summary>Finds gateways among the members that the silos keep in Redis. It is asked for nothing else.</summary>
internal static class RedisMembers
{
    /// <summary>How soon a silo that has come is known; one that has gone is left at once.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Makes an Orleans client look there.</summary>
    public static void Use(IClientBuilder client, HybridClientOptions options)
    {
        client.UseRedisClustering(redis => redis.ConfigurationOptions = new ConfigurationOptions
        {
            EndPoints = { { options.RedisHost!, options.RedisPort } },
            DefaultDatabase = options.RedisDatabase,
            Password = options.RedisPassword,
            AbortOnConnectFail = false,
        });
        client.Services.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = LookEvery);
    }
}
