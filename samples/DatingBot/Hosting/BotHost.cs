using HybridOrleans.Client;
using HybridOrleans.Samples.DatingBot.Handling;
using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;
using Telegram.Bot;

namespace HybridOrleans.Samples.DatingBot.Hosting;

/// <summary>Puts the bot together: a client of the cluster, and a client of Telegram.</summary>
internal static class BotHost
{
    private const int UpdateBytesMax = 1024 * 1024;

    /// <param name="options">Checked ones.</param>
    /// <param name="configureClient">Changes how the cluster is found; it is called last.</param>
    /// <param name="configureLogging">Changes what is logged.</param>
    public static IHost Build(
        DatingBotOptions options,
        Action<HybridClientOptions>? configureClient = null,
        Action<ILoggingBuilder>? configureLogging = null)
    {
        if (options.WebhookUrl is null)
        {
            var polling = Host.CreateApplicationBuilder();
            Add(polling, options, configureClient, configureLogging);
            polling.Services.AddHostedService<PollingService>();
            return polling.Build();
        }

        var builder = WebApplication.CreateSlimBuilder();
        Add(builder, options, configureClient, configureLogging);
        builder.WebHost.UseUrls(options.Listen);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = UpdateBytesMax);
        builder.Services.AddSingleton<WebhookEndpoint>();
        builder.Services.AddHostedService<WebhookService>();
        var app = builder.Build();
        app.MapPost(
            new Uri(options.WebhookUrl).AbsolutePath,
            (HttpRequest request, WebhookEndpoint endpoint) => endpoint.TakeAsync(request));
        return app;
    }

    private static void Add(
        IHostApplicationBuilder builder,
        DatingBotOptions options,
        Action<HybridClientOptions>? configureClient,
        Action<ILoggingBuilder>? configureLogging)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Error);
        configureLogging?.Invoke(builder.Logging);
        builder.AddHybridClient(configureClient ?? (static _ => { }));
        builder.Services.AddSingleton(options).AddSingleton(TimeProvider.System);

        // No IHttpClientFactory: it logs addresses, and Telegram's hold the token. A 429 is the outbox's business.
        builder.Services.AddSingleton<ITelegramBotClient>(_ => new TelegramBotClient(
            new TelegramBotClientOptions(options.Token, options.ApiUrl) { RetryCount = 0, RetryThreshold = 0 }));
        builder.Services
            .AddSingleton<Gate>().AddSingleton<Desk>().AddSingleton<Outage>().AddSingleton<UpdateHandler>()
            .AddSingleton<Dispatcher>().AddSingleton<People>().AddSingleton<Figuring>().AddSingleton<Erasing>()
            .AddSingleton<Bookkeeping>()
            .AddHostedService<WorkService>();
    }
}
