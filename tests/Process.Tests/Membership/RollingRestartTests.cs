using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>Every silo of a cluster is stopped and started again, one after another, while clients call.</summary>
public sealed class RollingRestartTests
{
    private const int Silos = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_call_fails_while_every_silo_is_restarted_one_after_another()
    {
        await using var silos = await SilosOnRedis.StartAsync(Silos);
        await using var told = await silos.ConnectAsync();
        await using var finding = await silos.ConnectByRedisAsync();
        var failures = new ConcurrentQueue<string>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        SteadyCallers[] callers = [new(told, "told", failures), new(finding, "finding", failures)];
        var calling = Task.WhenAll(callers.Select(caller => caller.RunAsync(ending.Token)));
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < Silos; number++)
        {
            var (code, output) = await silos.ReplaceAsync(number);
            Assert.True(code == 0, $"Silo {number} did not stop cleanly:\n{output}");
        }

        await ending.CancelAsync();
        await calling;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{callers.Sum(caller => caller.Answered)} calls in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, "
            + $"{failures.Count} failed.");
        Assert.True(failures.IsEmpty, $"{failures.Count} calls failed:\n{string.Join('\n', failures.Take(30))}");
        Assert.True(callers.All(caller => caller.Answered > 50), "The clients hardly called.");
    }
}
