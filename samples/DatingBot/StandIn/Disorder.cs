namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>How the stand-in troubles its bots, as Telegram does now and then.</summary>
internal sealed record Disorder
{
    /// <summary>Nothing is troubled.</summary>
    public static Disorder None { get; } = new();

    /// <summary>Each update is delivered twice, the second time also after it was confirmed.</summary>
    public bool Twice { get; init; }

    /// <summary>Updates that wait at the same time are delivered in any order.</summary>
    public bool Shuffled { get; init; }

    /// <summary>What the random order follows from.</summary>
    public int Seed { get; init; } = 1;
}
