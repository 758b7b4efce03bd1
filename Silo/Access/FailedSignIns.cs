using System.Net;
using System.Threading.RateLimiting;

namespace HybridOrleans.Silo.Access;

/// <summary>
/// Counts wrong keys by address, so that a flood of them fills no log. A right key is let in all the same: it cannot
/// be guessed, and a caller with an old key must not shut out its neighbours behind one address.
/// </summary>
internal sealed class FailedSignIns(AccessSettings settings) : IDisposable
{
    /// <summary>How long to wait where nobody says so.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<HttpContext> _failures =
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = settings.FailedSignInsPerMinute, Window = Window,
            }));

    /// <summary>False when there were too many.</summary>
    public bool Count(HttpContext context)
    {
        using var lease = _failures.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => _failures.Dispose();
}
