using Orleans.Configuration;

namespace HybridOrleans.Silo.Membership;

/// <summary>How a silo leaves its cluster so that no call fails.</summary>
internal static class LeavingTuning
{
    /// <summary>
    /// Clients are told to send nothing more; calls under way are answered meanwhile, over the connection they came by.
    /// </summary>
    private static readonly TimeSpan ClientsLeave = TimeSpan.FromSeconds(2);

    /// <summary>The last answers leave before the connections close.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(0.5);

    public static void Apply(SiloMessagingOptions messaging)
    {
        messaging.ClientGatewayShutdownNotificationTimeout = ClientsLeave;
        messaging.WaitForMessageToBeQueuedForOutboundTime = LastAnswers;
    }
}
