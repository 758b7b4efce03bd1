using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Samples.DatingBot.Hosting;

/// <summary>Finds all mistakes at once. The token is not repeated in any of them.</summary>
internal sealed class DatingBotOptionsValidator : IValidateOptions<DatingBotOptions>
{
    public ValidateOptionsResult Validate(string? name, DatingBotOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!IsToken(options.Token))
        {
            result.AddError(
                "TELEGRAM_BOT_TOKEN is no token: it is a number, a colon and some text, as @BotFather gave it.");
        }

        try
        {
            _ = new BotId(options.Bot);
        }
        catch (InvalidInputException e)
        {
            result.AddError($"HYBRID_BOT_ID '{options.Bot}': {e.Message}");
        }

        RequireAddress(result, "TELEGRAM_API_URL", options.ApiUrl);
        RequireAddress(result, "TELEGRAM_WEBHOOK_URL", options.WebhookUrl);
        RequireAddress(result, "DATING_BOT_LISTEN", options.Listen);
        return result.Build();
    }

    private static bool IsToken(string token)
        => token.Split(':') is [var id, { Length: > 0 } rest] && long.TryParse(id, out _)
            && !rest.Any(char.IsWhiteSpace);

    private static void RequireAddress(ValidateOptionsResultBuilder result, string variable, string? address)
    {
        var isAddress = address is null
            || (Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https");
        if (!isAddress)
        {
            result.AddError($"{variable} '{address}' is no absolute http or https address.");
        }
    }
}
