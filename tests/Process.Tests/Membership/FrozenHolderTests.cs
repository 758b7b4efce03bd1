using System.Diagnostics;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Processes;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>A silo is frozen with a lock of the JSON root in its hand.</summary>
public sealed class FrozenHolderTests
{
    private const int Killed = 137;
    private const int Writers = 12;
    private const int AttemptsMax = 400;

    /// <summary>Until it is declared dead 12 s pass, and on a busy machine more.</summary>
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_frozen_silo_that_holds_the_lock_is_ended_by_another_and_writes_go_on()
    {
        await using var silos = await SilosOnRedis.StartAsync(3);
        var (frozen, others) = (silos.Silos[0], silos.Silos.Skip(1).ToList());
        await using var client = await silos.ConnectAsync([.. others]);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Counts[] counts = [.. Enumerable.Range(0, Writers).Select(_ => new Counts())];
        var writing = Task.WhenAll(counts.Select((count, writer) => WriteAsync(client, writer, count, ending.Token)));
        await Task.WhenAll(counts.Select(count => count.Reached(1)));

        await FreezeWithLockAsync(frozen, silos.Root);
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(Killed, await frozen.ExitAsync(Cancel).WaitAsync(StallMax, Cancel));
        var ended = Stopwatch.GetElapsedTime(began);
        await Task.WhenAll(counts.Select(count => count.Reached(count.Acknowledged + 2)));
        var stall = Stopwatch.GetElapsedTime(began);
        await ending.CancelAsync();
        await writing;

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Ended after {ended.TotalSeconds:0.0} s; every key was written again after {stall.TotalSeconds:0.0} s.");
        Assert.Contains(others, silo => silo.Output.Contains(
            $"Ended process {frozen.Id}, the silo", StringComparison.Ordinal));
        foreach (var (count, writer) in counts.Select((count, writer) => (count, writer)))
        {
            var stored = await client.Users.GetAsync(KeyOf(writer), Freshness.Fresh, Cancel);
            Assert.InRange(stored.Revision, count.Acknowledged, count.Acknowledged + count.Unknown);
        }
    }

    /// <summary>Whoever is stopped at any moment has the lock now and then.</summary>
    private static async Task FreezeWithLockAsync(SiloChild silo, string root)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            await silo.FreezeAsync();
            if (HeldLocks.IsHeldBy(silo.Id, $"{root}/.journal/users/lock"))
            {
                return;
            }

            await silo.ThawAsync();
        }

        Assert.Fail($"The silo did not hold the lock in any of {AttemptsMax} moments.");
    }

    /// <summary>What fails may be repeated, or is of unknown outcome; nothing else.</summary>
    private static async Task WriteAsync(HybridClient client, int writer, Counts count, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await client.Users.UpdateActivityAsync(KeyOf(writer), Cancel);
                count.Acknowledge();
            }
            catch (OutcomeUnknownException)
            {
                count.Doubt();
            }
            catch (HybridException e) when (e.MayBeRetried)
            {
                // The client has paused between its own repetitions.
            }
        }
    }

    private static UserKey KeyOf(int writer) => new(new BotId("han"), writer + 1);
}
