namespace HybridOrleans.Client.Calls;

/// <summary>Tells calls that the cluster turned away before any grain ran them.</summary>
/// <remarks>
/// Orleans has one type for all that it rejects, and some of it may have been on its way when a connection broke. These
/// two reasons are given by a silo in the place of running the request: it stops, or the grain was twice not where the
/// request was sent. What is not known here stays of unknown outcome.
/// </remarks>
internal static class TurnedAway
{
    private static readonly string[] Reasons = ["Silo stopping", "Forwarding failed: tried to forward message"];

    public static bool IsCertain(OrleansMessageRejectionException rejection)
        => Array.Exists(Reasons, reason => rejection.Message.StartsWith(reason, StringComparison.Ordinal));

    /// <summary>
    /// True when Orleans could not even name a grain: until a first silo has said which grains there are, and after the
    /// last one is gone, the client knows of none. Nothing was sent then.
    /// </summary>
    public static bool KnowsNoSilo(ArgumentException refusal)
        => refusal.Message.StartsWith("Could not find an implementation for interface", StringComparison.Ordinal);
}
