using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Hosting;

/// <summary>The JSON root and PostgreSQL of a silo, for the components that migrate between them.</summary>
/// <remarks>
/// PostgreSQL is opened at the start only for a component that lives there, or that may: everybody else can serve
/// without it, and it is attached in the background when it answers.
/// </remarks>
internal sealed class MigratingStores(
    IReadOnlyList<Proposal> proposals,
    IReadOnlyList<IMigrationSideKind> kinds,
    IPostgresHost? host,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly IMigrationSideKind? _jsonKind = kinds.FirstOrDefault(k => k.Side == Side.Json);
    private readonly IMigrationSideKind? _postgresKind = kinds.FirstOrDefault(k => k.Side == Side.Postgres);
    private OpenedStore? _postgres;
    private MigrationSides? _sides;
    private Task _attaching = Task.CompletedTask;
    private int _disposed;

    /// <summary>The components, whether anything is open or not.</summary>
    public IEnumerable<Component> Components => proposals.Select(p => p.Component);

    /// <summary>The JSON root; null where there is none.</summary>
    public OpenedStore? Json { get; private set; }

    /// <summary>PostgreSQL; null while it is not attached.</summary>
    public OpenedStore? Postgres => Volatile.Read(ref _postgres);

    /// <summary>True when there is a PostgreSQL that may hold records, whether it answers or not.</summary>
    public bool IsPostgresKnown
        => Postgres is not null || _postgresKind is { IsThere: true } || host is { HasData: true };

    /// <summary>What a migration works on.</summary>
    public MigrationStores? Work { get; private set; }

    /// <summary>What calls are routed to; null while nothing is open.</summary>
    public MigrationSides? Sides => Volatile.Read(ref _sides);

    /// <summary>Opens what is needed to serve.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened; the message names the way out.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (proposals.Count == 0)
        {
            return;
        }

        if (_jsonKind is not null && (_jsonKind.IsThere || proposals.Any(p => p.Side == Side.Json)))
        {
            Json = await StoreOpening.OpenAsync(_jsonKind, logger, cancellation);
        }

        var absent = new AbsentJsonStore();
        var debt = Json?.Debt ?? absent;
        Work = new MigrationStores(Json?.Migratable ?? absent, debt);
        Volatile.Write(ref _sides, new MigrationSides(Json?.Migratable, null, debt));
        var (mustAsk, mayAsk) = await NeedOfPostgresAsync(cancellation);
        if (mustAsk)
        {
            await AttachNowAsync(cancellation);
        }
        else if (mayAsk && (_postgresKind is { IsThere: true } || host is { HasData: true }))
        {
            await AttachBeforeTheBeginningAsync(cancellation);
        }

        var first = new FirstDocuments(Json?.Migratable, Postgres?.Migratable, time);
        foreach (var proposal in proposals)
        {
            await first.WriteAsync(proposal, cancellation);
        }
    }

    /// <summary>Begins to look for PostgreSQL if it is not attached.</summary>
    public void AttachLater()
    {
        if (Postgres is null && _postgresKind is not null && proposals.Count > 0)
        {
            var attachment = new PostgresAttachment(_postgresKind, OpenAdmittedAsync, Attach, time, logger);
            _attaching = Task.Run(() => attachment.RunAsync(_stopping.Token), CancellationToken.None);
        }
    }

    /// <summary>Ends the looking. Closes nothing.</summary>
    public async Task StopLookingAsync()
    {
        if (Volatile.Read(ref _disposed) == 0)
        {
            await _stopping.CancelAsync();
        }

        await _attaching;
    }

    /// <summary>Closes both stores.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopLookingAsync();
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        Volatile.Write(ref _sides, null);
        var stores = new[] { Json, Interlocked.Exchange(ref _postgres, null) };
        Json = null;
        foreach (var store in stores.OfType<OpenedStore>())
        {
            await StoreOpening.CloseAsync(store, logger);
        }

        _stopping.Dispose();
    }

    /// <summary>
    /// Whether a component lives in PostgreSQL for all that is known, and whether one has no document yet.
    /// </summary>
    private async Task<(bool MustAsk, bool MayAsk)> NeedOfPostgresAsync(CancellationToken cancellation)
    {
        var (mustAsk, mayAsk) = (false, false);
        foreach (var (component, side) in proposals)
        {
            var document = Json is null
                ? null
                : await Json.Migratable.Documents.ReadAsync(component, cancellation);
            mustAsk |= document is null ? side == Side.Postgres : document.Root == Side.Postgres;
            mayAsk |= document is null;
        }

        return (mustAsk, mayAsk);
    }

    private async Task AttachNowAsync(CancellationToken cancellation)
    {
        var kind = _postgresKind ?? throw new StoreUnavailableException("There is no PostgreSQL store in this host.");
        if (!kind.IsThere && host is not null)
        {
            await host.ProvideAsync(cancellation);
        }

        Attach(await OpenAdmittedAsync(cancellation));
    }

    /// <summary>A root that knows nothing must not take over what lives in a server that is known.</summary>
    private async Task AttachBeforeTheBeginningAsync(CancellationToken cancellation)
    {
        try
        {
            await AttachNowAsync(cancellation);
        }
        catch (StoreUnavailableException e)
        {
            throw new StoreUnavailableException(
                "The JSON root holds no migration document of a component yet, and only PostgreSQL can tell whether it "
                + "lives there already: it must answer once. Nothing was changed. Start the server, or take its "
                + $"connection settings away to begin without it. {e.Message}",
                e);
        }
    }

    private async Task<OpenedStore> OpenAdmittedAsync(CancellationToken cancellation)
    {
        var opened = await StoreOpening.OpenAsync(_postgresKind!, logger, cancellation);
        try
        {
            if (host is not null)
            {
                await host.AdmitAsync(cancellation);
            }

            await RefuseStrangerAsync(opened.Migratable, cancellation);
            return opened;
        }
        catch
        {
            await StoreOpening.CloseAsync(opened, logger);
            throw;
        }
    }

    /// <summary>A server that another JSON root has migrated to must not be written by this one.</summary>
    private async Task RefuseStrangerAsync(IMigratableStore postgres, CancellationToken cancellation)
    {
        if (Json is null)
        {
            return;
        }

        foreach (var component in Components)
        {
            if (await postgres.Documents.ReadAsync(component, cancellation) is { Root: Side.Json } document
                && document.JsonStore != Guid.Empty && document.JsonStore != Json.Migratable.StoreId)
            {
                throw new StoreUnavailableException(
                    $"This PostgreSQL belongs to the JSON root {document.JsonStore:n}, and the root of this silo is "
                    + $"{Json.Migratable.StoreId:n}: a volume is not mounted, or another deployment uses the database. "
                    + "Mount the right volume, or configure another database.");
            }
        }
    }

    private void Attach(OpenedStore opened)
    {
        Volatile.Write(ref _postgres, opened);
        Work!.Attach(opened.Migratable);
        Volatile.Write(ref _sides, new MigrationSides(Json?.Migratable, opened.Migratable, Work.Debt));
        logger.PostgresAttached();
    }
}
