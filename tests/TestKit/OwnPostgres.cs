using HybridOrleans.Storage.Postgres.Embedded;

namespace HybridOrleans.TestKit;

/// <summary>A PostgreSQL server of one test alone, which the test may stop; its data goes with it.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private readonly string _data;

    private OwnPostgres(string data, EmbeddedPostgres server)
    {
        _data = data;
        Server = server;
    }

    /// <summary>The server.</summary>
    public EmbeddedPostgres Server { get; }

    /// <summary>Starts one, with fsync on.</summary>
    public static async Task<OwnPostgres> StartAsync(CancellationToken cancellation)
    {
        var data = Path.Combine(Path.GetTempPath(), $"hybrid-postgres-{Guid.NewGuid():n}");
        return new OwnPostgres(data, await EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataDirectory = data }, cancellation));
    }

    /// <summary>Ends it and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
