using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Erasing;

/// <summary>Waits for erasures.</summary>
internal static class Erasures
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task UntilCompleteAsync(HybridClient client, UserKey user)
        => WatchAsync(client, user, r => r.IsComplete);

    public static async Task<ErasureReceipt> WatchAsync(
        HybridClient client, UserKey user, Func<ErasureReceipt, bool> reached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        ErasureReceipt? last = null;
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await looks.WaitForNextTickAsync(limit.Token))
            {
                last = await client.GetErasureAsync(user, limit.Token);
                if (reached(last))
                {
                    return last;
                }
            }
        }
        catch (OperationCanceledException e) when (!Cancel.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The erasure did not come as far within 60 s: {last?.State}, "
                + $"open: {string.Join("; ", last?.Open ?? [])}", e);
        }

        throw new InvalidOperationException("The timer ended.");
    }
}
