using HybridOrleans.Storage.Migration.Debt;

namespace HybridOrleans.Storage.Migration;

/// <summary>The two stores of a component at the moment, and where its debt is noted.</summary>
/// <param name="Json">Null where there is no JSON root, as after a start with PostgreSQL only.</param>
/// <param name="Postgres">Null while PostgreSQL is not attached.</param>
/// <param name="Debt">The ledger in the JSON root.</param>
internal sealed record MigrationSides(IMigratableStore? Json, IMigratableStore? Postgres, IDebtLedger Debt)
{
    /// <summary>The store of a side; null while it is not attached.</summary>
    public IMigratableStore? this[Side side] => side == Side.Json ? Json : Postgres;

    /// <summary>The side that is not <paramref name="side"/>.</summary>
    public static Side Opposite(Side side) => side == Side.Json ? Side.Postgres : Side.Json;
}
