using HybridOrleans.Samples.DatingBot;
using HybridOrleans.Samples.DatingBot.Demo;
using HybridOrleans.Samples.DatingBot.Hosting;

const string Usage =
    """
    A small dating bot that keeps its state on a HybridOrleans cluster.

      dotnet run --project samples/DatingBot              with TELEGRAM_BOT_TOKEN, on Telegram
      dotnet run --project samples/DatingBot -- --demo    without a token, on a stand-in: two users talk

    Both need a silo: dotnet run --project Silo. samples/DatingBot/README.md names all settings.
    """;
if (args is ["--help" or "-h"])
{
    Console.WriteLine(Usage);
    return ExitCodes.Done;
}

if (args is ["--demo"])
{
    return await DemoRun.RunAsync(Console.Out);
}

if (args.Length > 0)
{
    Console.Error.WriteLine(Usage);
    return ExitCodes.Settings;
}

var options = BotEnvironment.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
if (options.Token.Length == 0)
{
    Console.Error.WriteLine(
        "There is no token. Set TELEGRAM_BOT_TOKEN to the one that @BotFather gave you, or try the bot without one:\n"
        + "  dotnet run --project samples/DatingBot -- --demo");
    return ExitCodes.Settings;
}

if (new DatingBotOptionsValidator().Validate(null, options) is { Failed: true } mistakes)
{
    Console.Error.WriteLine(string.Join('\n', mistakes.Failures!));
    return ExitCodes.Settings;
}

using var host = BotHost.Build(options);
await host.RunAsync();
return Environment.ExitCode;
