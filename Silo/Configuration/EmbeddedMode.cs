namespace HybridOrleans.Silo.Configuration;

/// <summary>When a silo starts a private PostgreSQL.</summary>
internal enum EmbeddedMode
{
    /// <summary>When no connection is configured and the server's programs are on this machine.</summary>
    Auto = 0,

    /// <summary>Never.</summary>
    Never = 1,
}
