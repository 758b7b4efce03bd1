using HybridOrleans.Grains.Updates.Sending;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Updates;

public sealed class SendingOptionsTests
{
    [Fact]
    public void The_defaults_are_the_limits_of_Telegram()
    {
        var options = new SendingOptions();
        Assert.Equal(
            (30, TimeSpan.FromSeconds(1), 20), (options.PerSecondMax, options.ChatPause, options.PerGroupMinuteMax));
        Assert.True(new SendingOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Every_mistake_is_named_at_once()
    {
        var options = new SendingOptions
        {
            PerSecondMax = 0, PerGroupMinuteMax = 1_001, ChatPause = TimeSpan.FromHours(1),
        };
        Assert.Equal(
            [
                "HybridOrleans:Sending:PerSecondMax = 0: expected 1 to 1000.",
                "HybridOrleans:Sending:PerGroupMinuteMax = 1001: expected 1 to 1000.",
                "HybridOrleans:Sending:ChatPause = 01:00:00: expected a time from 0 to 00:01:00.",
            ],
            new SendingOptionsValidator().Validate(null, options).Failures);
    }
}
