using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>Histories of clients of three silo processes, over all four components.</summary>
/// <remarks>
/// Without variables one walk through every phase. <c>HYBRID_COMPONENT_HISTORY_SECONDS</c> makes the operators go back
/// and forth so long first, and <c>HYBRID_HISTORY_SEED</c> sets the seed. The seed fixes what is drawn, not how
/// processes meet.
/// </remarks>
public sealed class ComponentHistoryTests
{
    [Fact]
    public async Task Three_silo_processes_keep_every_promise_of_all_four_components()
    {
        var seed = Setting("HYBRID_HISTORY_SEED") ?? Random.Shared.Next(1, 1_000_000);
        var seconds = Setting("HYBRID_COMPONENT_HISTORY_SECONDS");
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"HYBRID_HISTORY_SEED={seed}");
        await using var cluster = await ThreeSilos.StartAsync();
        try
        {
            var report = await new ComponentHistory(
                cluster, seed, seconds is null ? null : TimeSpan.FromSeconds(seconds.Value)).RunAsync();
            output?.WriteLine($"{report}");
            Assert.True(report.Violations.Count == 0, $"{report}");
            Assert.True(report.AnsweredDocuments(ActKind.Write) > 30, $"{report}");
            Assert.True(report.AnsweredDocuments(ActKind.CachedRead) > 30, $"{report}");
            Assert.True(report.AnsweredLogs(ActKind.Write) > 30, $"{report}");
            Assert.True(report.AnsweredLogs(ActKind.Read) > 30, $"{report}");
            Assert.All(Enum.GetValues<MigrationPhase>(), phase => Assert.True(
                phase is MigrationPhase.DualWrite or MigrationPhase.Shadow || report.VisitsOf(phase) > 0, $"{report}"));
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
