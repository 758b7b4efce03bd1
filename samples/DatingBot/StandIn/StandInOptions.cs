namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>How the stand-in for Telegram behaves.</summary>
internal sealed class StandInOptions
{
    /// <summary>The token that bots must know.</summary>
    /// <value><c>1:stand-in</c>. A number, a colon and some text.</value>
    public string Token { get; init; } = "1:stand-in";

    /// <summary>The port on loopback.</summary>
    /// <value>0, which takes a free one.</value>
    public int Port { get; init; }

    /// <summary>The id of the first update.</summary>
    /// <value>1. From 1 on; a bot on data of an earlier run needs ids that it has not seen.</value>
    public int FirstUpdateId { get; init; } = 1;

    /// <summary>How deliveries are troubled.</summary>
    /// <value>Not at all.</value>
    public Disorder Disorder { get; init; } = Disorder.None;

    /// <summary>How many messages a second are taken; more are refused with 429.</summary>
    /// <value>0, which takes any number.</value>
    public int SendsPerSecond { get; init; }
}
