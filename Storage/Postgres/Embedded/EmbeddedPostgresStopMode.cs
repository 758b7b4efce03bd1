namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>How an embedded server is stopped.</summary>
public enum EmbeddedPostgresStopMode
{
    /// <summary>Sessions are ended, a checkpoint is written, the server goes down cleanly.</summary>
    Fast,

    /// <summary>As in a crash: no checkpoint, and the next start recovers from the write-ahead log.</summary>
    Immediate,
}
