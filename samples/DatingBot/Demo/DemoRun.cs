using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Hosting;
using HybridOrleans.Samples.DatingBot.StandIn;

namespace HybridOrleans.Samples.DatingBot.Demo;

/// <summary>Runs the whole bot against the stand-in for Telegram and a real silo, and shows a talk.</summary>
internal static class DemoRun
{
    private const string Bot = "demo_bot";

    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TalkMax = TimeSpan.FromMinutes(3);

    /// <param name="output">Where it is shown.</param>
    /// <param name="configureClient">Changes how the cluster is found.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(TextWriter output, Action<HybridClientOptions>? configureClient = null)
    {
        using var stop = new CancellationTokenSource(TalkMax);
        await using var standIn = await BotApiStandIn.StartAsync(
            new StandInOptions { FirstUpdateId = UnusedUpdateId() }, stop.Token);
        var options = new DatingBotOptions { Token = standIn.Token, Bot = Bot, ApiUrl = $"{standIn.Url}".TrimEnd('/') };
        using var host = BotHost.Build(options, configureClient, logging => logging.SetMinimumLevel(LogLevel.Error));
        await host.StartAsync(stop.Token);
        try
        {
            return await TalkAsync(host.Services, standIn, output, stop.Token);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> TalkAsync(
        IServiceProvider services, BotApiStandIn standIn, TextWriter output, CancellationToken stop)
    {
        var names = new Dictionary<long, string> { [DemoScript.EvaId] = "Eva", [DemoScript.BorisId] = "Борис" };
        var screen = new DemoScreen(output, names);
        try
        {
            await services.GetRequiredService<IHybridConnection>()
                .WaitAsync(ConnectionState.Connected, stop).WaitAsync(ConnectMax, stop);
        }
        catch (TimeoutException)
        {
            screen.Say($"No silo answered within {ConnectMax.TotalSeconds:0} s. Start one in another terminal:\n"
                + "  dotnet run --project Silo");
            return ExitCodes.NoSilo;
        }

        try
        {
            screen.Say("The bot runs against a stand-in for Telegram. Two users talk:\n");
            await ForgetEarlierAsync(services.GetRequiredService<IHybridDataStore>(), names.Keys, stop);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var showing = screen.FollowAsync(standIn.Sent, ending.Token);
            await DemoScript.PlayAsync(
                new DemoPerson(new Person(standIn, DemoScript.EvaId, "Eva", "en"), screen, stop),
                new DemoPerson(new Person(standIn, DemoScript.BorisId, "Борис", "ru"), screen, stop));
            await standIn.Updates.EmptyAsync(stop);
            await ending.CancelAsync();
            await showing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e) when (e is TimeoutException or HybridException or OperationCanceledException)
        {
            screen.Say($"\nThe demo did not come to its end: {e.Message}");
            return ExitCodes.Failed;
        }

        screen.Say(
            $"""

            This is what the cluster keeps of it:

              hybrid profile get {DemoScript.EvaId} --bot {Bot}
              hybrid conversation recent {DemoScript.EvaId} --bot {Bot}
              hybrid analytics count --bot {Bot}
            """);
        return ExitCodes.Done;
    }

    /// <summary>Everybody is new in the script.</summary>
    private static async Task ForgetEarlierAsync(IHybridDataStore data, IEnumerable<long> users, CancellationToken stop)
        => await Task.WhenAll(users.Select(
            id => data.DeleteUserAsync(new UserKey(new BotId(Bot), id), stop).AsTask()));

    /// <summary>An id above those of every earlier demo: there are fewer updates than seconds.</summary>
    private static int UnusedUpdateId() => (int)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
}
