using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>What an instance of a bot does by itself, beside handling updates.</summary>
public sealed class BotWork
{
    /// <summary>Handles a follow-up that is due. What it changes is kept exactly once, as for an update.</summary>
    /// <value>Null leaves follow-ups to other instances.</value>
    public Func<IUpdateTurn, FollowUp, CancellationToken, Task>? OnFollowUp { get; set; }

    /// <summary>Sends one request to Telegram. The limits are already waited for.</summary>
    /// <value>Null leaves sends to other instances.</value>
    public Func<OutgoingCall, CancellationToken, Task<SendResult>>? Send { get; set; }
}
