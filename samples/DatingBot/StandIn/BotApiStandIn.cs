using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>A small stand-in for Telegram's Bot API on loopback: enough of it for this bot, its tests and its
/// demo.</summary>
/// <remarks>Safe for many callers at once. It forgets everything when it is disposed of.</remarks>
internal sealed class BotApiStandIn : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly WebApplication _app;
    private readonly StandInOptions _options;
    private Task _delivering = Task.CompletedTask;

    private BotApiStandIn(WebApplication app, StandInOptions options)
    {
        (_app, _options) = (app, options);
        Updates = new UpdateQueue(options.Disorder, options.FirstUpdateId);
        Webhook = new Webhook(Updates, options.Disorder);
        Limit = new SendLimit(options.SendsPerSecond, TimeProvider.System);
    }

    /// <summary>What the bot has still to handle.</summary>
    public UpdateQueue Updates { get; }

    /// <summary>What the bot sent.</summary>
    public SentMessages Sent { get; } = new();

    public Webhook Webhook { get; }

    public Poller Poller { get; } = new();

    public SendLimit Limit { get; }

    public string Token => _options.Token;

    /// <summary>Where bots find it, instead of Telegram's own address.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
        .Addresses.First());

    public static async Task<BotApiStandIn> StartAsync(StandInOptions options, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        var standIn = new BotApiStandIn(builder.Build(), options);
        standIn._app.Map("/bot{token}/{method}", standIn.AnswerAsync);
        await standIn._app.StartAsync(cancellation);
        standIn._delivering = standIn.Webhook.RunAsync(standIn._ending.Token);
        return standIn;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _delivering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        Webhook.Dispose();
        _ending.Dispose();
    }

    private async Task<IResult> AnswerAsync(string token, string method, HttpRequest request)
    {
        if (token != _options.Token)
        {
            return ApiAnswer.Error(StatusCodes.Status401Unauthorized, "Unauthorized");
        }

        // A request of getMe has no body; others come in pieces, without a length.
        var body = request.HasJsonContentType()
            ? await request.ReadFromJsonAsync<JsonElement>(_ending.Token)
            : default;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            _ending.Token, request.HttpContext.RequestAborted);
        return await new ApiMethods(this).CallAsync(method, body, ending.Token);
    }
}
