namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>The private PostgreSQL server could not be found, initialised, started or stopped.</summary>
/// <remarks>The message holds what the server said, and the way out. Nothing in its data folder was removed.</remarks>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What failed, where, and the way out.</param>
    /// <param name="cause">The failure below.</param>
    public EmbeddedPostgresException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
