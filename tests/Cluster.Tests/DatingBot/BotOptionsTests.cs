using HybridOrleans.Samples.DatingBot.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>The options of the sample bot.</summary>
public sealed class BotOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_a_bot_that_polls_Telegram()
    {
        var options = BotEnvironment.Read(new ConfigurationBuilder().Build());
        Assert.Equal(
            ("", "dating_bot", null, null, "http://127.0.0.1:8090"),
            (options.Token, options.Bot, options.ApiUrl, options.WebhookUrl, options.Listen));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_the_token_is_not_repeated()
    {
        var options = new DatingBotOptions
        {
            Token = "secret", Bot = "Han", ApiUrl = "telegram", WebhookUrl = "ftp://bot", Listen = "8090",
        };
        var mistakes = new DatingBotOptionsValidator().Validate(null, options).Failures!.ToList();
        Assert.Equal(5, mistakes.Count);
        Assert.DoesNotContain(mistakes, m => m.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("TELEGRAM_WEBHOOK_URL 'ftp://bot' is no absolute http or https address.", mistakes);
    }
}
