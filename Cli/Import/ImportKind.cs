namespace HybridOrleans.Cli.Import;

/// <summary>What an import counts apart.</summary>
internal enum ImportKind
{
    /// <summary>Profiles.</summary>
    Profiles,

    /// <summary><c>config.json</c>.</summary>
    Configuration,

    /// <summary><c>backups/{chat_id}/YYYY-MM-DD.json</c>.</summary>
    Backups,
}
