using System.Text.Json;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>The methods of the Bot API that the stand-in knows.</summary>
internal sealed class ApiMethods(BotApiStandIn api)
{
    private const int PageMax = 100;

    public async Task<IResult> CallAsync(string method, JsonElement request, CancellationToken cancellation)
        => method.ToLowerInvariant() switch
        {
            "getme" => ApiAnswer.Ok(new User { Id = 1, IsBot = true, FirstName = "Dating", Username = "dating_bot" }),
            "getupdates" => await GetUpdatesAsync(request, cancellation),
            "setwebhook" => SetWebhook(request),
            "deletewebhook" => DeleteWebhook(),
            "sendmessage" => SendMessage(request),
            "answercallbackquery" or "setmycommands" => ApiAnswer.Ok(true),
            _ => ApiAnswer.Error(StatusCodes.Status404NotFound, "Not Found: method not found"),
        };

    private async Task<IResult> GetUpdatesAsync(JsonElement request, CancellationToken cancellation)
    {
        if (api.Webhook.Targets.Count > 0)
        {
            return ApiAnswer.Error(
                StatusCodes.Status409Conflict, "Conflict: can't use getUpdates method while webhook is active");
        }

        using var poll = api.Poller.Begin(cancellation);
        poll.EndAfter(TimeSpan.FromSeconds(request.Number("timeout")));
        var limit = (int)request.Number("limit");
        var page = await api.Updates.PollAsync(
            request.Number("offset"), limit is > 0 and <= PageMax ? limit : PageMax, poll.Ending);
        return poll.IsReplaced
            ? ApiAnswer.Error(
                StatusCodes.Status409Conflict, "Conflict: terminated by other getUpdates request")
            : ApiAnswer.Ok(page);
    }

    private IResult SetWebhook(JsonElement request)
    {
        if (!Uri.TryCreate(request.Text("url"), UriKind.Absolute, out var url))
        {
            return ApiAnswer.Error(StatusCodes.Status400BadRequest, "Bad Request: invalid webhook URL specified");
        }

        api.Webhook.Targets.Set(new WebhookTarget(url, request.Text("secret_token")));
        return ApiAnswer.Ok(true);
    }

    private IResult DeleteWebhook()
    {
        api.Webhook.Targets.Clear();
        return ApiAnswer.Ok(true);
    }

    private IResult SendMessage(JsonElement request)
    {
        if (request.Text("text").Length == 0)
        {
            return ApiAnswer.Error(StatusCodes.Status400BadRequest, "Bad Request: message text is empty");
        }

        if (api.Limit.Ask() is { } wait)
        {
            return ApiAnswer.SlowDown(wait);
        }

        var sent = api.Sent.Add(id => SentMessage.Of(id, request));
        return ApiAnswer.Ok(new Message
        {
            Id = sent.Id,
            Date = TimeProvider.System.GetUtcNow().UtcDateTime,
            Chat = new Chat { Id = sent.ChatId, Type = ChatType.Private },
            Text = sent.Text,
        });
    }
}
