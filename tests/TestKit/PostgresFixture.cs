using HybridOrleans.Storage.Postgres.Embedded;
using Xunit;

namespace HybridOrleans.TestKit;

/// <summary>
/// One PostgreSQL server per test assembly: <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>.
/// </summary>
/// <remarks>
/// Started by the first test that asks for a database, with fsync on, so that a run without such tests pays nothing.
/// </remarks>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"hybrid-postgres-{Guid.NewGuid():n}");
    private readonly SemaphoreSlim _turn = new(1);
    private EmbeddedPostgres? _server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A fresh and empty database; pooled connections of it end with the test that clears its pool.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var server = await ServerAsync();
        return await server.CreateDatabaseAsync($"test_{Guid.NewGuid():n}", TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// The server, for tests that look at it. Tests that stop or freeze a server start one of their own.
    /// </summary>
    public async Task<EmbeddedPostgres> ServerAsync()
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _server ??= await EmbeddedPostgres.StartAsync(Options(_directory));
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static EmbeddedPostgresOptions Options(string directory)
        => new()
        {
            DataDirectory = directory,
            Settings = { ["max_connections"] = "300", ["fsync"] = "on" },
        };
}
