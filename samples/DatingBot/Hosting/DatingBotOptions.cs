namespace HybridOrleans.Samples.DatingBot.Hosting;

/// <summary>How the bot runs. Read once at the start, from the environment.</summary>
internal sealed class DatingBotOptions
{
    /// <summary><c>TELEGRAM_BOT_TOKEN</c>: what @BotFather gave. It is a secret, and never logged.</summary>
    /// <value>Required. A number, a colon and some text.</value>
    public string Token { get; set; } = "";

    /// <summary><c>HYBRID_BOT_ID</c>: under which name the cluster keeps the data of this bot.</summary>
    /// <value><c>dating_bot</c>. 1 to 64 of <c>a-z 0-9 _ -</c>.</value>
    public string Bot { get; set; } = "dating_bot";

    /// <summary><c>TELEGRAM_API_URL</c>: a Bot API server other than Telegram's.</summary>
    /// <value>Null, which is Telegram's. An absolute http or https address.</value>
    public string? ApiUrl { get; set; }

    /// <summary><c>TELEGRAM_WEBHOOK_URL</c>: where Telegram delivers updates, seen from outside.</summary>
    /// <value>
    /// Null, which makes the bot poll. An absolute http or https address; Telegram itself takes https alone. The bot
    /// listens for its path.
    /// </value>
    public string? WebhookUrl { get; set; }

    /// <summary><c>DATING_BOT_LISTEN</c>: where the bot listens for updates, when it has a webhook.</summary>
    /// <value><c>http://127.0.0.1:8090</c>: something in front of it is to speak https.</value>
    public string Listen { get; set; } = "http://127.0.0.1:8090";
}
