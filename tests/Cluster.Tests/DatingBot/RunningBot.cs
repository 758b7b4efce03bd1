using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Hosting;
using HybridOrleans.Samples.DatingBot.StandIn;
using HybridOrleans.TestKit.Network;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>One instance of the sample bot in this process, on a stand-in for Telegram.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningBot(IHost host, DatingBotOptions options, LogCapture log)
        => (_host, Options, Log) = (host, options, log);

    public DatingBotOptions Options { get; }

    public LogCapture Log { get; }

    public BotId Bot => new(Options.Bot);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="gateways">Where the silos are.</param>
    /// <param name="standIn">What it takes for Telegram.</param>
    /// <param name="bot">The bot id.</param>
    /// <param name="hasWebhook">Whether updates are delivered, and not asked for.</param>
    public static async Task<RunningBot> StartAsync(
        IReadOnlyList<string> gateways, BotApiStandIn standIn, string bot, bool hasWebhook = false)
    {
        var listen = $"http://127.0.0.1:{FreePorts.Next()}";
        var options = new DatingBotOptions
        {
            Token = standIn.Token,
            Bot = bot,
            ApiUrl = $"{standIn.Url}".TrimEnd('/'),
            WebhookUrl = hasWebhook ? $"{listen}/telegram" : null,
            Listen = listen,
        };
        var log = new LogCapture();
        var host = BotHost.Build(
            options, client => Configure(client, gateways), logging => logging.ClearProviders().AddProvider(log));
        await host.StartAsync(Cancel);
        return new RunningBot(host, options, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    private static void Configure(HybridClientOptions client, IReadOnlyList<string> gateways)
    {
        client.CallTimeout = TimeSpan.FromSeconds(5);
        client.RetriesMax = 1;
        foreach (var gateway in gateways)
        {
            client.Gateways.Add(gateway);
        }
    }
}
