namespace HybridOrleans.Cli.Import;

/// <summary>What an import counts apart.</summary>
internal enum ImportKind
{
    /// <summary>Profiles.</summary>
    Profiles,

    /// <summary>Messages of <c>conversations/{chat_id}.json</c>.</summary>
    Messages,

    /// <summary>Events of <c>analytics_YYYYMM.json</c>.</summary>
    Events,

    /// <summary><c>config.json</c>.</summary>
    Configuration,

    /// <summary><c>backups/{chat_id}/YYYY-MM-DD.json</c>.</summary>
    Backups,
}
