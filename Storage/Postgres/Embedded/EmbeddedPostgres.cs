using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Embedded;

/// <summary>
/// A PostgreSQL server of this process alone, on loopback: for a silo that was given none, and for tests.
/// </summary>
/// <remarks>
/// UTF8, locale C.UTF-8, SCRAM with a generated password that lies in the data folder with mode 600. The server runs as
/// the account <c>postgres</c> when this process is root. A server that a killed process left behind on the same folder
/// is stopped cleanly and started again. Starting and stopping are safe to call from many places: they take turns.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string DatabaseName = "hybrid";

    private readonly EmbeddedPostgresOptions _options;
    private readonly ServerBinaries _binaries;
    private readonly ServerAccount _account;
    private readonly ServerDirectory _directory;
    private readonly SemaphoreSlim _turn = new(1);
    private ServerProcess? _server;

    private EmbeddedPostgres(
        EmbeddedPostgresOptions options, ServerBinaries binaries, ServerAccount account, ServerDirectory directory)
    {
        _options = options;
        _binaries = binaries;
        _account = account;
        _directory = directory;
    }

    /// <summary>How to connect: user, password, and the database <c>hybrid</c>. It holds the password.</summary>
    public string ConnectionString => ConnectionStringOf(DatabaseName);

    /// <summary>The loopback port, the same over restarts of this object.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of the server's programs.</summary>
    public string BinaryDirectory => _binaries.Directory;

    /// <summary>The operating system's id of the server; null when it does not run.</summary>
    public int? ProcessId => _server is { HasExited: false } server ? server.Id : null;

    /// <summary>True when the programs of a server are on this machine.</summary>
    /// <param name="binaryDirectory">The only folder to look in, or null for the usual ones.</param>
    public static bool IsInstalled(string? binaryDirectory = null) => ServerBinaries.TryFind(binaryDirectory, out _);

    /// <summary>Initialises the data folder when it is new, and starts the server.</summary>
    /// <param name="options">Read once.</param>
    /// <param name="cancellation">Gives up; a server that was started already is stopped.</param>
    /// <returns>A server that answers queries, with an empty or the former database.</returns>
    /// <exception cref="EmbeddedPostgresException">
    /// No server installed, the folder is in use or out of reach, or the server did not start in time.
    /// </exception>
    /// <exception cref="OptionsValidationException">The options hold mistakes.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        EmbeddedPostgresOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var validation = new EmbeddedPostgresOptionsValidator().Validate(null, options);
        if (validation.Failed)
        {
            throw new OptionsValidationException("", typeof(EmbeddedPostgresOptions), validation.Failures);
        }

        if (OperatingSystem.IsWindows())
        {
            throw new EmbeddedPostgresException(
                "The embedded PostgreSQL runs on Linux and macOS only. Attach a server of your own instead.");
        }

        var binaries = ServerBinaries.Find(options.BinaryDirectory);
        var account = ServerAccount.Choose();
        var directory = await ServerDirectory.OpenAsync(options.DataDirectory, binaries, account, cancellation);
        var postgres = new EmbeddedPostgres(options, binaries, account, directory);
        try
        {
            await postgres.StartAsync(cancellation);
            await postgres.CreateDatabaseAsync(DatabaseName, cancellation);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server again after <see cref="StopAsync"/> or a crash, on the same port.</summary>
    /// <remarks>Does nothing when it runs.</remarks>
    /// <exception cref="EmbeddedPostgresException">It did not start in time.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (ProcessId is null)
            {
                await StopLeftServerAsync(EmbeddedPostgresStopMode.Fast, cancellation);
                await StartOnAPortAsync(cancellation);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the server and waits until it is down. Does nothing when it does not run.</summary>
    /// <param name="mode">Cleanly, or as in a crash.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="EmbeddedPostgresException">It is not down in time.</exception>
    public async Task StopAsync(
        EmbeddedPostgresStopMode mode = EmbeddedPostgresStopMode.Fast, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await StopLeftServerAsync(mode, cancellation);
            if (_server is not null)
            {
                await _server.WaitForExitAsync(_options.StopTimeout, cancellation);
                _server.Dispose();
                _server = null;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes a database when it does not exist, and returns its connection string.</summary>
    /// <param name="name">Lower-case letters, digits and underscores.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringOf("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var create = new NpgsqlCommand($"create database \"{name}\"", connection);
        try
        {
            await create.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // It was made by an earlier start.
        }

        return ConnectionStringOf(name);
    }

    /// <summary>Stops the server cleanly and leaves the data folder to others.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _directory.Dispose();
        }
    }

    private string ConnectionStringOf(string database)
        => new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Username = ServerDirectory.UserName,
            Password = _directory.Password,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    private async Task StartOnAPortAsync(CancellationToken cancellation)
    {
        var isChosen = Port != 0 || _options.Port != 0;
        for (var attempt = 1; ; attempt++)
        {
            Port = Port != 0 ? Port : _options.Port != 0 ? _options.Port : FreePort();
            var arguments = new ServerArguments(_directory.PgData, Port, _options.Settings);
            _server = ServerProcess.Start(_binaries, _account, arguments);
            try
            {
                await _server.WaitUntilReadyAsync(ConnectionStringOf("postgres"), _options.StartTimeout, cancellation);
                return;
            }
            catch (EmbeddedPostgresException) when (!isChosen && attempt < 5 && _server.SaidPortIsInUse)
            {
                Port = 0;
            }
        }
    }

    private async Task StopLeftServerAsync(EmbeddedPostgresStopMode mode, CancellationToken cancellation)
    {
        if (_directory.RunningServer() is null)
        {
            return;
        }

        var seconds = Math.Ceiling(_options.StopTimeout.TotalSeconds);
        try
        {
            await ServerAccount.RunAsync(StopCommand(mode, seconds), cancellation);
        }
        catch (EmbeddedPostgresException) when (mode == EmbeddedPostgresStopMode.Fast)
        {
            // It hangs, or it went down by itself between the look and the command.
            if (_directory.RunningServer() is not null)
            {
                await ServerAccount.RunAsync(StopCommand(EmbeddedPostgresStopMode.Immediate, seconds), cancellation);
            }
        }
    }

    private System.Diagnostics.ProcessStartInfo StopCommand(EmbeddedPostgresStopMode mode, double seconds)
        => _account.Prepare(_binaries.PgCtl, [
            "stop", "--pgdata", _directory.PgData, "--wait", $"--timeout={seconds}",
            mode == EmbeddedPostgresStopMode.Fast ? "--mode=fast" : "--mode=immediate"]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
