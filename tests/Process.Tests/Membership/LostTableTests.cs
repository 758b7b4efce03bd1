using System.Text.Json;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>The table of members is lost, and two clusters work on the same data.</summary>
public sealed class LostTableTests
{
    private const int NoMember = 3;
    private const int OtherTable = 1;

    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(50);

    private static readonly UserKey Key = new(new BotId("han"), 42);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_silos_whose_table_was_flushed_end_and_two_clusters_at_once_lose_no_update()
    {
        await using var silos = await SilosOnRedis.StartAsync(2);
        var (first, second) = (silos.Silos[0], silos.Silos[1]);
        // Another table stands for the one that was flushed, so that both clusters surely live at the same time.
        var newcomer = await silos.AddAsync(OtherTable);
        await using var old = await silos.ConnectAsync(first, second);
        await using var young = await silos.ConnectAsync(newcomer);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (oldCounts, youngCounts) = (new Counts(), new Counts());
        var counting = Task.WhenAll(
            CountAsync(old, oldCounts, ending.Token), CountAsync(young, youngCounts, ending.Token));
        await Task.WhenAll(oldCounts.Reached(20), youngCounts.Reached(20));

        await silos.FlushAsync(table: 0);
        Assert.Equal(NoMember, await first.ExitAsync(Cancel));
        Assert.Equal(NoMember, await second.ExitAsync(Cancel));
        Assert.All([first, second], silo => Assert.Contains(
            "The silo stopped. This silo's row in the membership table", silo.Output, StringComparison.Ordinal));

        await youngCounts.Reached(youngCounts.Acknowledged + 20);
        await ending.CancelAsync();
        await counting;
        var stored = await young.Users.GetAsync(Key, Freshness.Fresh, Cancel);
        using var body = JsonDocument.Parse(stored.Body!.Value.Utf8);
        var count = body.RootElement.GetProperty("message_count").GetInt32();
        Assert.InRange(
            count,
            oldCounts.Acknowledged + youngCounts.Acknowledged,
            oldCounts.Acknowledged + oldCounts.Unknown + youngCounts.Acknowledged + youngCounts.Unknown);
        Assert.Equal(stored.Revision, count);
    }

    private static async Task CountAsync(HybridClient client, Counts counts, CancellationToken ending)
    {
        using var pace = new PeriodicTimer(CallEvery);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await client.Users.UpdateActivityAsync(Key, Cancel);
                counts.Acknowledge();
            }
            catch (OutcomeUnknownException)
            {
                counts.Doubt();
            }
            catch (HybridException e) when (e.MayBeRetried)
            {
                // It was not written: its cluster is ending, or has ended.
                await pace.WaitForNextTickAsync(Cancel);
            }
        }
    }
}
