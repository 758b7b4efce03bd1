using HybridOrleans.Storage.Migration.Debt;

namespace HybridOrleans.Storage.Migration;

/// <summary>The two stores of a migration, and the ledger that tells what the follower may lack.</summary>
/// <remarks>Safe for many callers at once. PostgreSQL may come later than the process, or not at all.</remarks>
public sealed class MigrationStores(IMigratableStore json, IDebtLedger debt, IMigratableStore? postgres = null)
{
    private volatile IMigratableStore? _postgres = postgres;

    /// <summary>The JSON files.</summary>
    public IMigratableStore Json => json;

    /// <summary>PostgreSQL; null while none is attached.</summary>
    public IMigratableStore? Postgres => _postgres;

    /// <summary>Debt of PostgreSQL, kept in the JSON files.</summary>
    public IDebtLedger Debt => debt;

    /// <summary>Adds PostgreSQL. The same store may be attached again.</summary>
    /// <exception cref="InvalidOperationException">Another one is attached.</exception>
    public void Attach(IMigratableStore postgres)
    {
        if (Interlocked.CompareExchange(ref _postgres, postgres, null) is { } attached && attached != postgres)
        {
            throw new InvalidOperationException(
                $"PostgreSQL {attached.StoreId} is attached; {postgres.StoreId} is not. Restart to change.");
        }
    }

    /// <summary>The store of a side.</summary>
    /// <exception cref="StoreUnavailableException">PostgreSQL is asked for, and none is attached.</exception>
    internal IMigratableStore Of(Side side) => side == Side.Json
        ? json
        : _postgres ?? throw new StoreUnavailableException("PostgreSQL is not attached to this process. Configure it.");

    /// <summary>The store of the other side.</summary>
    internal IMigratableStore Beside(Side side) => Of(side == Side.Json ? Side.Postgres : Side.Json);
}
