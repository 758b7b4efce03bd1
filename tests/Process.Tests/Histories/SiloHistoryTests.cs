using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>Histories of clients of two silo processes while users migrate back and forth.</summary>
/// <remarks>
/// <c>HYBRID_HISTORY_SECONDS</c> sets how long a run goes on, and <c>HYBRID_HISTORY_SEED</c> its seed. The seed fixes
/// what is drawn, not how processes meet.
/// </remarks>
public sealed class SiloHistoryTests
{
    private const int Seconds = 120;

    [Fact]
    public async Task Two_silo_processes_keep_every_promise_to_their_clients()
    {
        var seed = Setting("HYBRID_HISTORY_SEED") ?? Random.Shared.Next(1, 1_000_000);
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"HYBRID_HISTORY_SEED={seed}");
        await using var cluster = await TwoSilos.StartAsync();
        try
        {
            var report = await new SiloHistory(cluster, seed).RunAsync(
                TimeSpan.FromSeconds(Setting("HYBRID_HISTORY_SECONDS") ?? Seconds));
            output?.WriteLine($"{report}");
            var told = string.Join('\n', report.Operator.Told.TakeLast(60));
            Assert.True(report.Violations.Count == 0, $"{report}\n{told}");
            Assert.True(report.CountOf(ActKind.Write, ActOutcome.Done) > 100, $"{report}");
            Assert.True(report.CountOf(ActKind.CachedRead, ActOutcome.Done) > 100, $"{report}");
            Assert.True(report.VisitsOf(MigrationPhase.Live) > 0, $"{report}");
        }
        catch (Exception e)
        {
            var ends = cluster.Silos.Select(silo => silo.Tail(40));
            throw new InvalidOperationException(
                $"The history failed; repeat it with HYBRID_HISTORY_SEED={seed}.\n{string.Join("\n--\n", ends)}", e);
        }
    }

    private static int? Setting(string name)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
