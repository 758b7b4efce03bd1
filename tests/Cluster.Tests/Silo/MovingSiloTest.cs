using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Silo;

/// <summary>Silo processes on a folder and a PostgreSQL of the test's own, which it may stop.</summary>
public abstract class MovingSiloTest : IAsyncLifetime
{
    private readonly SiloFolder _folder = new();
    private OwnPostgres? _postgres;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The JSON root.</summary>
    protected string Data => _folder.Data;

    internal EmbeddedPostgres Postgres
        => _postgres?.Server ?? throw new InvalidOperationException("It is not started yet.");

    public async ValueTask InitializeAsync() => _postgres = await OwnPostgres.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _postgres!.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a silo; another one on the same ports may have ended before.</summary>
    internal Task<SiloChild> StartAsync(SiloPorts? ports = null, params string[] arguments) => SiloChild.StartAsync(
        _folder.Path, ports, Cancel,
        [$"--HybridOrleans:Postgres:ConnectionString={Postgres.ConnectionString}", .. arguments]);
}
