using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Silo.Access;

/// <summary>How much one address and one caller may ask for; more is refused, never queued.</summary>
internal sealed class RequestLimits(AccessSettings settings) : IConfigureOptions<RateLimiterOptions>
{
    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => Bucket(
                context.Connection.RemoteIpAddress ?? IPAddress.None, settings.AddressRequestsPerSecond)),
            PartitionedRateLimiter.Create<HttpContext, string>(context
                => context.User.Identity?.Name is { } name
                    ? Bucket(name, settings.KeyRequestsPerSecond)
                    : RateLimitPartition.GetNoLimiter("")));
        options.OnRejected = (context, _) => new(Refusal.TooManyAsync(
            context.HttpContext,
            context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1)));
    }

    private static RateLimitPartition<TKey> Bucket<TKey>(TKey key, int perSecond)
        => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });
}
