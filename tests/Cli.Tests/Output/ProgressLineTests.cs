using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Tests.Output;

public sealed class ProgressLineTests
{
    [Fact]
    public void A_line_tells_how_far_how_fast_and_how_long()
    {
        var counter = new ProgressCounter { Total = 12_000 };
        for (var i = 0; i < 3_000; i++)
        {
            counter.Advance();
        }

        Assert.Equal(
            "Importing: 3,000 of 12,000, 300/s, 0:00:30 left",
            ProgressDisplay.Line("Importing", counter, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void While_nobody_knows_how_many_there_are_a_line_says_so()
        => Assert.Equal(
            "Importing: looking through the source",
            ProgressDisplay.Line("Importing", new ProgressCounter(), TimeSpan.FromSeconds(5)));
}
