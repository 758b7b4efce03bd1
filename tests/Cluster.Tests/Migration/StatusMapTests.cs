using HybridOrleans.Grains.Migration;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Controlling;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>What is not known is never told as nothing.</summary>
public sealed class StatusMapTests
{
    private static MigrationStatus Status => new()
    {
        Guarantee = "", IfPostgresDied = "", NextStep = null, BlockedBecause = null,
        Document = new MigrationDocument
        {
            Component = Component.Users, Version = 1, Epoch = Epoch.Initial, Phase = Phase.Off, SharePercent = 0,
        },
        Progress = null,
        Debt = default(DebtState),
        Lag = null,
        Trouble = null,
    };

    [Fact]
    public void A_lag_is_nothing_where_no_files_follow_and_unknown_where_they_do()
    {
        Assert.Equal(0, StatusMap.Of(Status).Lag);
        var rampDown = Status with { Document = Status.Document with { Phase = Phase.RampDown } };
        Assert.Null(StatusMap.Of(rampDown).Lag);
        Assert.Equal(3, StatusMap.Of(rampDown with { Lag = 3 }).Lag);
    }

    [Fact]
    public void Debt_that_cannot_be_read_may_be_debt()
    {
        Assert.False(StatusMap.Of(Status).HasDebt);
        Assert.True(StatusMap.Of(Status with { Debt = null }).HasDebt);
    }
}
