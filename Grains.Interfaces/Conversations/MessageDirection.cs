namespace HybridOrleans.Grains.Interfaces;

/// <summary>Who wrote a message. Stored as <c>in</c> and <c>out</c>.</summary>
[GenerateSerializer]
[Alias("hybrid.message-direction")]
public enum MessageDirection
{
    /// <summary>The user, to the bot.</summary>
    In = 0,

    /// <summary>The bot, to the user.</summary>
    Out = 1,
}
