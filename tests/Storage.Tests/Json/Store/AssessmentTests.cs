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
        Assert.Contains(findings, finding => finding.Check == "lock" && finding.Severity == Severity.Passed);
        Assert.Empty(Directory.GetDirectories($"{_folder.Root}/.journal", ".trial*"));
    }

    public void Dispose() => _folder.Dispose();
}
