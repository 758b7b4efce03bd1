using HybridOrleans.Storage.Json.Assessing;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>What is tried out before a migration.</summary>
public sealed class AssessmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_assessment_blocks_on_a_damaged_record_and_leaves_no_trial_behind()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(RecordKeys.User("bot", 1), 0, "{}");
        await store.MustWriteAsync(RecordKeys.User("bot", 2), 0, "{}");
        var file = Directory.GetFiles($"{_folder.Root}/bot", "1.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, "{", Cancel);
        var findings = await store.AssessAsync(Component.Users, Cancel).ToListAsync(Cancel);
        var blocking = Assert.Single(findings, finding => finding.Severity == Severity.Blocks);
        Assert.Equal("records", blocking.Check);
        Assert.Contains("Of 2 records 1 are damaged", blocking.Message, StringComparison.Ordinal);
        var locking = Assert.Single(findings, finding => finding.Check == "lock");
        Assert.Equal(Severity.Passed, locking.Severity);
        Assert.Contains("another process", locking.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories($"{_folder.Root}/.journal", ".trial*"));
    }

    [Theory]
    [InlineData("true", Severity.Blocks, "Use a local file system")]
    [InlineData("no-such-program", Severity.Warns, "Install util-linux")]
    [InlineData("ls", Severity.Warns, "Install util-linux")]
    public async Task A_lock_between_processes_that_does_not_hold_or_was_not_tried_is_told(
        string program, Severity severity, string wayOut)
    {
        // 'true' claims at once that it had the lock and moved the file, as where each machine has locks of its own.
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        using var trial = new TrialFolder(_folder.Root);
        Assert.True(trial.TryReplace("a trial"u8));
        var finding = JsonAssessment.Locking(trial, new OtherProcess(program));
        Assert.Equal(severity, finding.Severity);
        Assert.Contains(wayOut, finding.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
