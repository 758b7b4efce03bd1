using HybridOrleans.Storage.Hosting;

namespace HybridOrleans.Silo.Hosting;

/// <summary>Starts a private PostgreSQL when a component lives there, and claims whichever is attached.</summary>
internal sealed class PostgresHost(PrivatePostgres postgres, DatabaseLock databaseLock) : IPostgresHost
{
    public bool HasData => postgres.CanStart && postgres.HasData;

    public async ValueTask ProvideAsync(CancellationToken cancellation)
    {
        if (postgres.CanStart)
        {
            await postgres.StartAsync(cancellation);
        }
    }

    public ValueTask AdmitAsync(CancellationToken cancellation) => databaseLock.TakeAsync(cancellation);
}
