namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>Where a private PostgreSQL server keeps its data and how it is started.</summary>
public sealed class EmbeddedPostgresOptions
{
    /// <summary>The folder of this server alone; created with its parents when missing, mode 700.</summary>
    /// <value>
    /// Required. When the process runs as root, the account <c>postgres</c> must be able to enter every parent folder.
    /// </value>
    public string DataDirectory { get; set; } = "";

    /// <summary>The folder that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</summary>
    /// <value>
    /// Null: the newest of <c>/usr/lib/postgresql/*/bin</c> and <c>/usr/pgsql-*/bin</c>, else the folders of PATH.
    /// </value>
    public string? BinaryDirectory { get; set; }

    /// <summary>The loopback port to listen on.</summary>
    /// <value>0: a free one is chosen at the first start and kept over restarts. Else 1 to 65,535.</value>
    public int Port { get; set; }

    /// <summary>The longest time for the server to answer its first query, recovery after a crash included.</summary>
    /// <value>60 seconds. From 1 second to 10 minutes.</value>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The longest time for the server to stop; after a fast stop that takes longer it is stopped at once.
    /// </summary>
    /// <value>30 seconds. From 1 second to 10 minutes.</value>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Server settings by name, for example <c>shared_buffers</c> = <c>256MB</c>.</summary>
    /// <value>Empty. They win over ours, except port, address, sockets and data directory.</value>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
