using HybridOrleans.Silo.Configuration;
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
    SiloSettings settings, IOptionsFactory<PostgresStoreOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<DatabaseClaim> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private readonly SemaphoreSlim _taking = new(1, 1);
    private DatabaseClaim? _claim;

    /// <summary>Why the silo stops by itself; null as long as it need not.</summary>
    public DataInUseException? Failure { get; private set; }

    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            nameof(DatabaseLock),
            ServiceLifecycleStage.RuntimeStorageServices + 1,
            _ => Task.CompletedTask,
            async _ => await DisposeAsync());

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _claim, null) is { } claim)
        {
            await claim.DisposeAsync();
        }

        _taking.Dispose();
    }

    /// <summary>Claims the database that is configured now; once taken, the claim stays.</summary>
    /// <exception cref="DataInUseException">A silo of another cluster works on it.</exception>
    public async ValueTask TakeAsync(CancellationToken cancellation)
    {
        await _taking.WaitAsync(cancellation);
        try
        {
            if (_claim is null)
            {
                // A server of this silo's own is named only after the start, so that the options are made now.
                var present = options.Create(Options.DefaultName);
                var sharing = settings.IsClustered ? DatabaseSharing.Cluster : DatabaseSharing.Alone;
                _claim = await DatabaseClaim.TakeAsync(present, sharing, time, logger, cancellation);
                _ = StopWhenLostAsync(_claim);
            }
        }
        catch (DatabaseClaimedException e)
        {
            throw DataInUseException.Database(e.Place, e);
        }
        finally
        {
            _taking.Release();
        }
    }

    private async Task StopWhenLostAsync(DatabaseClaim claim)
    {
        await claim.Lost;
        Failure = DataInUseException.Database(claim.Place, null);
        lifetime.StopApplication();
    }
}
