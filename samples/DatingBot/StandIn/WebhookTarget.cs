namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Where one instance of a bot takes updates.</summary>
/// <param name="Url">The whole address.</param>
/// <param name="Secret">What the header <see cref="SecretHeader"/> must say.</param>
internal sealed record WebhookTarget(Uri Url, string Secret)
{
    public const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";
}
