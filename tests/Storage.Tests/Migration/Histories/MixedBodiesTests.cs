using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>A configuration of another scope is found, and memory that lags for too long.</summary>
public sealed class MixedBodiesTests
{
    private static readonly Act Write = new(
        "bot/chat/7", "client", ActKind.Write, 1, 2, ActOutcome.Done, 0, 1, null, "seven");

    private static readonly Act Read = Write with { Kind = ActKind.Read, Began = 3, Ended = 4 };

    [Fact]
    public void A_body_of_another_scope_is_mixed_and_its_own_is_not()
    {
        Assert.Empty(MixedBodies.Find([Write, Read]));
        var other = Read with { Key = "bot/chat%2f7" };
        Assert.Equal(ViolationKind.Mixed, Assert.Single(MixedBodies.Find([Write, other])).Kind);
    }

    [Fact]
    public void A_read_of_memory_is_stale_only_behind_the_moment_that_it_is_held_to()
    {
        Act[] acts = [Write, Write with { Began = 5, Ended = 6, Expected = 1, Revision = 2, Body = "next" }];
        var lagging = Read with { Who = "another", Kind = ActKind.CachedRead, Began = 9, Ended = 10 };
        Assert.Empty(HistoryChecker.Check([.. acts, lagging]));
        Assert.Empty(HistoryChecker.Check([.. acts, lagging with { SureAt = 6 }]));
        Assert.Equal(
            ViolationKind.Stale, Assert.Single(HistoryChecker.Check([.. acts, lagging with { SureAt = 7 }])).Kind);
    }
}
