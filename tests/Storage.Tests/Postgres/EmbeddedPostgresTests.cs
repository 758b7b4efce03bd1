using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using HybridOrleans.Storage.Postgres.Embedded;
using Npgsql;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"hybrid-embedded-{Guid.NewGuid():n}");
    private EmbeddedPostgres? _postgres;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_new_folder_gives_a_server_with_utf8_scram_and_a_private_password()
    {
        var postgres = await StartAsync();

        Assert.Equal("UTF8", await AskAsync(postgres, "show server_encoding"));
        Assert.Equal(
            "C.UTF-8", await AskAsync(postgres, "select datcollate from pg_database where datname = 'hybrid'"));
        Assert.Equal("127.0.0.1", await AskAsync(postgres, "show listen_addresses"));
        Assert.Equal("", await AskAsync(postgres, "show unix_socket_directories"));
        Assert.Equal("scram-sha-256", await AskAsync(
            postgres, "select distinct auth_method from pg_hba_file_rules where type = 'host'"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_directory, "password")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_directory));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var postgres = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            Password = "guess",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Cancel));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Theory]
    [InlineData(EmbeddedPostgresStopMode.Fast)]
    [InlineData(EmbeddedPostgresStopMode.Immediate)]
    public async Task A_stopped_server_starts_again_on_its_port_with_its_data(EmbeddedPostgresStopMode mode)
    {
        var postgres = await StartAsync();
        await AskAsync(postgres, "create table kept as select 42 as answer; select 1");
        var port = postgres.Port;

        await postgres.StopAsync(mode, Cancel);
        Assert.Null(postgres.ProcessId);
        await postgres.StartAsync(Cancel);

        Assert.Equal(port, postgres.Port);
        Assert.Equal(42, await AskAsync(postgres, "select answer from kept"));
    }

    [Fact]
    public async Task A_folder_that_another_owner_uses_is_refused()
    {
        await StartAsync();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = _directory }, Cancel));

        Assert.Contains("belongs to another running process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_server_is_reported_with_the_way_to_install_one()
    {
        var missing = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = _directory, BinaryDirectory = "/nowhere" }, Cancel));

        Assert.Contains("/nowhere", missing.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install postgresql", missing.Message, StringComparison.Ordinal);
        Assert.False(EmbeddedPostgres.IsInstalled("/nowhere"));
        Assert.False(Directory.Exists(_directory));
    }

    [Fact]
    public async Task A_killed_server_recovers_on_its_port()
    {
        var postgres = await StartAsync();
        await AskAsync(postgres, "create table kept as select 42 as answer; select 1");
        var port = postgres.Port;
        using (var server = Process.GetProcessById(postgres.ProcessId!.Value))
        {
            server.Kill();
            await server.WaitForExitAsync(Cancel);
        }

        await postgres.StartAsync(Cancel);

        Assert.Equal(port, postgres.Port);
        Assert.Equal(42, await AskAsync(postgres, "select answer from kept"));
    }

    [Fact]
    public async Task The_server_of_a_killed_process_is_replaced_and_keeps_its_data()
    {
        var left = await StartAndKillParentAsync();
        using var leftServer = Process.GetProcessById(left);
        Assert.False(leftServer.HasExited);

        var postgres = await StartAsync();

        Assert.NotEqual(left, postgres.ProcessId);
        Assert.Equal("hybrid", await AskAsync(postgres, "select current_database()::text"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await leftServer.WaitForExitAsync(limit.Token);
    }

    [Fact]
    public async Task A_process_id_of_somebody_else_in_a_stale_file_is_not_touched()
    {
        var postgres = await StartAsync();
        await postgres.StopAsync(cancellation: Cancel);
        using var stranger = Process.Start(new ProcessStartInfo("sleep", ["60"]))!;
        await File.WriteAllLinesAsync(
            Path.Combine(_directory, "pgdata", "postmaster.pid"),
            [$"{stranger.Id}", Path.Combine(_directory, "pgdata"), "0", $"{postgres.Port}"], Cancel);

        await postgres.StartAsync(Cancel);

        Assert.False(stranger.HasExited);
        stranger.Kill();
        Assert.Equal(1, await AskAsync(postgres, "select 1"));
    }

    private async Task<int> StartAndKillParentAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(EmbeddedPostgresTests).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [EmbeddedPostgresParent.DirectoryVariable] = _directory },
        };
        using var parent = Process.Start(start)!;
        var line = await parent.StandardOutput.ReadLineAsync(Cancel);
        Assert.StartsWith("server ", line, StringComparison.Ordinal);
        parent.Kill();
        await parent.WaitForExitAsync(Cancel);
        return int.Parse(line!["server ".Length..], CultureInfo.InvariantCulture);
    }

    private async Task<EmbeddedPostgres> StartAsync()
        => _postgres = await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = _directory }, Cancel);

    private static async Task<object?> AskAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
