namespace HybridOrleans.Grains.Interfaces;

/// <summary>What session state belongs to.</summary>
[GenerateSerializer]
[Alias("hybrid.session-kind")]
public enum SessionKind
{
    /// <summary>The bot as a whole.</summary>
    Bot,

    /// <summary>One user, in every chat.</summary>
    User,

    /// <summary>One chat, for all who are in it.</summary>
    Chat,

    /// <summary>One user in one chat.</summary>
    Member,

    /// <summary>One topic of a forum.</summary>
    Topic,
}
