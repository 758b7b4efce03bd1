using HybridOrleans.Silo.Configuration;
using HybridOrleans.Storage.Postgres.Embedded;

namespace HybridOrleans.Silo.Hosting;

/// <summary>A PostgreSQL of this silo alone, below its data folder, when nobody configured one.</summary>
internal sealed class PrivatePostgres(IConfiguration configuration, SiloSettings settings, DataFolder folder)
    : IAsyncDisposable
{
    /// <summary>The setting that says how to connect; <see cref="StartAsync"/> fills it in.</summary>
    public const string ConnectionString = "HybridOrleans:Postgres:ConnectionString";

    private const string Store = "postgres";

    private readonly bool _isAttached = configuration[ConnectionString] is { Length: > 0 }
        || configuration["DB_HOST"] is { Length: > 0 };

    private readonly bool _isNeeded = configuration.GetSection("HybridOrleans:Components").GetChildren()
        .Any(c => c.Value == Store);

    private EmbeddedPostgres? _server;

    /// <summary>True when nobody named a server, this one may be started, and its programs are here.</summary>
    public bool CanStart => !_isAttached && settings.EmbeddedPostgres == EmbeddedMode.Auto
        && EmbeddedPostgres.IsInstalled();

    /// <summary>True when it was made here at an earlier start, whether its data is still there or not.</summary>
    public bool HasData => new PrivatePostgresMark(folder, null).IsPlaced;

    /// <summary>True while it runs.</summary>
    public bool IsStarted => _server is not null;

    /// <summary>True while its process lives.</summary>
    public bool IsRunning => _server?.ProcessId is not null;

    /// <summary>True when a component is configured to live in it, so that the silo cannot start without.</summary>
    public bool IsNeeded => _isNeeded && !_isAttached && settings.EmbeddedPostgres == EmbeddedMode.Auto;

    /// <summary>One line for the start message.</summary>
    public string Describe() => this switch
    {
        { _isAttached: true } => "configured, attached when it answers",
        { _server: { } server } => $"private, on 127.0.0.1:{server.Port}, data in {folder.Postgres}",
        { CanStart: true } => $"private, starting, data in {folder.Postgres}",
        _ => "none; attach one with DB_HOST, DB_NAME, DB_USER and DB_PASSWORD, or install its server programs here",
    };

    /// <summary>Starts the server and tells the configuration how to connect.</summary>
    /// <returns>The loopback port.</returns>
    /// <exception cref="EmbeddedPostgresException">It is not installed or does not start.</exception>
    /// <exception cref="DataMissingException">Its data is not where it was made.</exception>
    public async Task<int> StartAsync(CancellationToken cancellation)
    {
        var mark = new PrivatePostgresMark(folder, configuration[DataFolder.AllowEmptySetting]);
        mark.RefuseMissingData();
        LetTheAccountPass();
        var options = new EmbeddedPostgresOptions { DataDirectory = folder.Postgres };
        _server = await EmbeddedPostgres.StartAsync(options, cancellation);
        mark.Place();
        configuration[ConnectionString] = _server.ConnectionString;
        return _server.Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>
    /// Started by root the server runs as another account, which must be able to pass through the data folder. It may
    /// not list or read it.
    /// </summary>
    private void LetTheAccountPass()
    {
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess && Directory.Exists(folder.Path))
        {
            File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute);
        }
    }
}
