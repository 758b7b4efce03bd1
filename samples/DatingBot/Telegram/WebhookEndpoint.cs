using System.Text.Json;
using HybridOrleans.Samples.DatingBot.Handling;
using HybridOrleans.Samples.DatingBot.Hosting;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>Takes the updates that Telegram delivers.</summary>
internal sealed class WebhookEndpoint(
    Desk desk, DatingBotOptions options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <returns>
    /// 200 when the update is durable, and Telegram forgets it; 503 when it is not, and Telegram delivers it again.
    /// </returns>
    public async Task<IResult> TakeAsync(HttpRequest request)
    {
        if (!WebhookSecret.IsIn(request, options.Token))
        {
            return Results.Unauthorized();
        }

        // A sender that hangs up does not end the handling: half of it may be done, and it comes again anyway.
        var stop = lifetime.ApplicationStopping;
        try
        {
            var update = await JsonSerializer.DeserializeAsync<Update>(request.Body, JsonBotAPI.Options, stop);
            var incoming = update is null ? null : Incoming.Of(update, time);
            return incoming is null || await desk.TakeAsync(incoming, stop)
                ? Results.Ok()
                : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (JsonException)
        {
            return Results.BadRequest();
        }
        catch (OperationCanceledException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
