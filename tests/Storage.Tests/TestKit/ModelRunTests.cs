using CsCheck;
using HybridOrleans.TestKit.Model;
using Xunit;

namespace HybridOrleans.Storage.Tests.TestKit;

/// <summary>The canary: a harness that lets a seeded bug pass proves nothing.</summary>
public sealed class ModelRunTests
{
    public static TheoryData<Sabotage> Bugs => [.. Enum.GetValues<Sabotage>()];

    [Theory]
    [MemberData(nameof(Bugs))]
    public async Task A_seeded_bug_is_caught_and_the_seed_is_printed(Sabotage bug)
    {
        var run = new ModelRun(new SabotagedRecordStore(bug), store =>
        {
            ((SabotagedRecordStore)store).Reopen();
            return new(store);
        });
        var error = await Assert.ThrowsAsync<CsCheckException>(() => run.CheckAsync(sequences: 500, operationsMax: 60));
        Assert.Contains("seed", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Operation {", error.Message, StringComparison.Ordinal);
    }
}
