namespace HybridOrleans.Cli.Export;

/// <summary>What is counted apart.</summary>
internal enum ExportKind
{
    /// <summary>Profiles.</summary>
    Profiles,

    /// <summary>Messages of chats.</summary>
    Messages,

    /// <summary>The settings of the bot.</summary>
    Configuration,

    /// <summary>Daily backups.</summary>
    Backups,

    /// <summary>Events.</summary>
    Events,
}
