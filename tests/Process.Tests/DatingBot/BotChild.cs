using HybridOrleans.Samples.DatingBot.StandIn;
using HybridOrleans.TestKit.Network;
using HybridOrleans.TestKit.Processes;

namespace HybridOrleans.Process.Tests.DatingBot;

/// <summary>The built bot as a process of its own, as an operator runs it: with a webhook.</summary>
internal static class BotChild
{
    public static ChildProcess Start(BotApiStandIn standIn, string bot, IReadOnlyList<SiloChild> silos)
    {
        var listen = $"http://127.0.0.1:{FreePorts.Next()}";
        return ChildProcess.Start(
            "HybridOrleans.Samples.DatingBot",
            "",
            ("TELEGRAM_BOT_TOKEN", standIn.Token),
            ("TELEGRAM_API_URL", $"{standIn.Url}".TrimEnd('/')),
            ("TELEGRAM_WEBHOOK_URL", $"{listen}/telegram"),
            ("DATING_BOT_LISTEN", listen),
            ("HYBRID_BOT_ID", bot),
            ("HybridOrleans__Client__CallTimeout", "00:00:04"),
            ("HybridOrleans__Client__Gateways__0", $"127.0.0.1:{silos[0].Ports.Gateway}"),
            ("HybridOrleans__Client__Gateways__1", $"127.0.0.1:{silos[1].Ports.Gateway}"));
    }
}
