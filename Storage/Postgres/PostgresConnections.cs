using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace HybridOrleans.Storage.Postgres;

/// <summary>The connection pools of a store: one to write and read, one for walks.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private readonly NpgsqlDataSource _primary;
    private readonly NpgsqlDataSource? _readOnly;

    public PostgresConnections(PostgresStoreOptions options)
    {
        Place = ConnectionText.Redact(options.ConnectionString);
        Text = Complete(options.ConnectionString, options);
        _primary = Build(Text, SessionCheck.PrimaryAsync);
        _readOnly = options.ReadOnlyConnectionString is { } readOnly
            ? Build(Complete(readOnly, options), SessionCheck.ReadOnlyAsync)
            : null;
    }

    /// <summary>Host, port and database, for messages.</summary>
    public string Place { get; }

    /// <summary>The whole connection string. It holds the password.</summary>
    public string Text { get; }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
        => _primary.OpenConnectionAsync(cancellation);

    public ValueTask<NpgsqlConnection> OpenReadOnlyAsync(CancellationToken cancellation)
        => (_readOnly ?? _primary).OpenConnectionAsync(cancellation);

    /// <summary>Reads over a connection, and once more over another one if that had outlived its server.</summary>
    /// <remarks>Reading again changes nothing. What the server refuses is not repeated.</remarks>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await OnceAsync().ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (!PostgresErrors.IsRolledBack(e))
        {
            cancellation.ThrowIfCancellationRequested();
            return await OnceAsync().ConfigureAwait(false);
        }

        async Task<T> OnceAsync()
        {
            await using var connection = await OpenAsync(cancellation).ConfigureAwait(false);
            return await read(connection).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync();
        if (_readOnly is not null)
        {
            await _readOnly.DisposeAsync();
        }
    }

    private static string Complete(string connectionString, PostgresStoreOptions options)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MinPoolSize = options.MinPoolSize,
            MaxPoolSize = options.MaxPoolSize,
            Timeout = (int)Math.Ceiling(options.OperationTimeout.TotalSeconds),

            // Every call brings a token that ends in time. Without -1 the driver would then wait two seconds more for
            // a server that does not answer anyway.
            CommandTimeout = 0,
            CancellationTimeout = -1,
            WriteBufferSize = BufferBytes,
            ReadBufferSize = BufferBytes,
            NoResetOnClose = true,
            Enlist = false,
            IncludeErrorDetail = false,
        };
        // The builder says that it contains every keyword; the plain one knows which were written.
        var written = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!written.ContainsKey("Max Auto Prepare") && !written.ContainsKey("MaxAutoPrepare"))
        {
            text.MaxAutoPrepare = 64;
        }

        text.AutoPrepareMinUsages = 2;
        text.ApplicationName ??= "hybrid-orleans";
        text.Options = string.Join(' ', new[] { text.Options, SessionSettings(options) }.Where(s => s is not null));
        return text.ConnectionString;
    }

    // READ COMMITTED: each statement of a batch must see what was committed before it began. The plans are fixed and
    // go by index whatever the statistics of a young table say. The server gives up a statement when we have.
    private static string SessionSettings(PostgresStoreOptions options)
        => string.Create(CultureInfo.InvariantCulture,
            $@"-c default_transaction_isolation=read\ committed -c plan_cache_mode=force_generic_plan "
            + $"-c enable_seqscan=off -c jit=off -c statement_timeout={options.OperationTimeout.TotalMilliseconds:0}");

    private static NpgsqlDataSource Build(
        string connectionString, Func<NpgsqlConnection, CancellationToken, Task> check)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UsePhysicalConnectionInitializer(
            connection => check(connection, CancellationToken.None).GetAwaiter().GetResult(),
            connection => check(connection, CancellationToken.None));
        return builder.Build();
    }
}
