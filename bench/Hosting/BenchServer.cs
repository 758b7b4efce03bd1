using HybridOrleans.Storage.Postgres.Embedded;

namespace HybridOrleans.Bench.Hosting;

/// <summary>A PostgreSQL server with a folder beside it on the same disk, gone afterwards.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private int _databases;

    private BenchServer(string folder, EmbeddedPostgres server) => (Folder, Server) = (folder, server);

    public EmbeddedPostgres Server { get; }
    public string Folder { get; }

    public static async Task<BenchServer> StartAsync()
    {
        // Not the temporary folder, which is memory on many machines: a flush must reach a disk.
        var folder = Directory.CreateDirectory(
            Path.Combine(AppContext.BaseDirectory, "bench-data", Guid.NewGuid().ToString("n"))).FullName;
        return new BenchServer(folder, await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(folder, "postgres"),
            Settings =
            {
                ["max_connections"] = "300", ["shared_buffers"] = "512MB",
                ["fsync"] = "on", ["synchronous_commit"] = "on",
            },
        }));
    }

    /// <summary>A fresh database; its connection string.</summary>
    public Task<string> NewDatabaseAsync() => Server.CreateDatabaseAsync($"bench_{++_databases}");

    /// <summary>A folder that does not exist yet.</summary>
    public string NewFolder() => Path.Combine(Folder, $"json-{Guid.NewGuid():n}");

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
