using HybridOrleans.Client;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>What the bot has asked and waits for. Whoever never answers is forgotten after a week.</summary>
[SessionState("dialog", TimeToLive = "7.00:00:00")]
internal sealed class Dialog
{
    /// <summary>The field that was asked for.</summary>
    public Field Asked { get; set; }

    /// <summary>The answers of a registration so far; null while one field of a profile is edited.</summary>
    public Answers? Registration { get; set; }
}
