using HybridOrleans.Silo.Configuration;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Postgres;
using HybridOrleans.Storage.Postgres.Claims;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Silo.Hosting;

/// <summary>Refuses a silo on a database that a silo of another cluster works on, as <see cref="DataLock"/> does for
/// files.</summary>
/// <remarks>
/// A silo that is alone claims the database for itself, one of a cluster shares the claim with its peers. A silo that
/// lost its connection, and finds the database claimed by another one, stops: it would answer from a memory that the
/// other one makes stale.
/// </remarks>
internal sealed class DatabaseLock(
    RecordStores stores, SiloSettings settings, IOptions<PostgresStoreOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<DatabaseClaim> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private const string PostgresStore = "postgres";

    private DatabaseClaim? _claim;

    /// <summary>Why the silo stops by itself; null as long as it need not.</summary>
    public DataInUseException? Failure { get; private set; }

    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            nameof(DatabaseLock),
            ServiceLifecycleStage.RuntimeStorageServices + 1,
            TakeAsync,
            async _ => await DisposeAsync());

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _claim, null) is { } claim)
        {
            await claim.DisposeAsync();
        }
    }

    private async Task TakeAsync(CancellationToken cancellation)
    {
        if (!stores.Components.Any(c => stores.StoreOf(c) == PostgresStore))
        {
            return;
        }

        var sharing = settings.IsClustered ? DatabaseSharing.Cluster : DatabaseSharing.Alone;
        try
        {
            _claim = await DatabaseClaim.TakeAsync(options.Value, sharing, time, logger, cancellation);
        }
        catch (DatabaseClaimedException e)
        {
            throw DataInUseException.Database(e.Place, e);
        }

        _ = StopWhenLostAsync(_claim);
    }

    private async Task StopWhenLostAsync(DatabaseClaim claim)
    {
        await claim.Lost;
        Failure = DataInUseException.Database(claim.Place, null);
        lifetime.StopApplication();
    }
}
