namespace HybridOrleans.Samples.DatingBot.Hosting;

/// <summary>Where the options come from.</summary>
internal static class BotEnvironment
{
    public static DatingBotOptions Read(IConfiguration configuration)
    {
        var options = new DatingBotOptions();
        options.Token = Value("TELEGRAM_BOT_TOKEN") ?? options.Token;
        options.Bot = Value("HYBRID_BOT_ID") ?? options.Bot;
        options.ApiUrl = Value("TELEGRAM_API_URL");
        options.WebhookUrl = Value("TELEGRAM_WEBHOOK_URL");
        options.Listen = Value("DATING_BOT_LISTEN") ?? options.Listen;
        return options;

        string? Value(string name)
            => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }
}
