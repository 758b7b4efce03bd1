using System.Globalization;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>Healthy silos stay members while no processor is to spare.</summary>
/// <remarks>
/// <c>HYBRID_BUSY_SECONDS</c> sets for how long; docs/decisions/0010-membership-timing.md has results.
/// </remarks>
public sealed class BusyMachineTests
{
    private const int Seconds = 5;
    private const int Silos = 3;

    /// <summary>Processes that compute, for each processor.</summary>
    private const int LoadEach = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_healthy_silo_is_declared_dead_while_every_processor_is_busy()
    {
        await using var silos = await SilosOnRedis.StartAsync(Silos);
        await using var client = await silos.ConnectAsync();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        ending.CancelAfter(Duration());
        int answered, failed;
        await using (new ProcessorLoad(LoadEach * Environment.ProcessorCount))
        {
            (answered, failed) = await CallAsync(client, ending.Token);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{answered} calls answered, {failed} failed, in {Duration().TotalSeconds:0} s.");
        Assert.All(silos.Silos, silo => Assert.False(silo.HasEnded, $"A silo ended:\n{silo.Output}"));
        await client.Users.UpdateActivityAsync(new UserKey(new BotId("han"), 1), Cancel);
    }

    private static TimeSpan Duration() => TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable("HYBRID_BUSY_SECONDS") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Seconds);

    private static async Task<(int Answered, int Failed)> CallAsync(HybridClient client, CancellationToken ending)
    {
        var (answered, failed) = (0, 0);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await client.Users.UpdateActivityAsync(new UserKey(new BotId("han"), 1 + (answered % 90)), Cancel);
                answered++;
            }
            catch (HybridException)
            {
                failed++;
            }
        }

        return (answered, failed);
    }
}
