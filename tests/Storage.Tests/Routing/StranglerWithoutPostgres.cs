using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Routing;

/// <summary>Where JSON is the root nothing is missed while PostgreSQL is down, and what it lacks is owed.</summary>
public abstract class StranglerWithoutPostgres(Phase phase) : StranglerConformance(phase)
{
    private protected override IRecordStore Route()
    {
        World.Postgres.IsDown = true;
        return base.Route();
    }
}
