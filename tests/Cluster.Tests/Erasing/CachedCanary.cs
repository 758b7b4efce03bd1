using System.Text;
using HybridOrleans.TestKit;
using StackExchange.Redis;

namespace HybridOrleans.Cluster.Tests.Erasing;

/// <summary>Looks for the name of the <see cref="Canary"/> in a Redis.</summary>
internal static class CachedCanary
{
    /// <summary>The keys whose value holds the name.</summary>
    public static async Task<IReadOnlyList<string>> KeysOfAsync(RedisServer redis)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        var found = new List<string>();
        await foreach (var key in connection.GetServers().Single().KeysAsync())
        {
            byte[]? value = await database.StringGetAsync(key);
            if (value is not null && value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary.Name)) >= 0)
            {
                found.Add(key.ToString());
            }
        }

        return found;
    }
}
