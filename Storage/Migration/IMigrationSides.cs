using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration;

/// <summary>The stores that a component may be routed to. Safe for many callers at once.</summary>
internal interface IMigrationSides
{
    /// <summary>The store of a component that does not migrate; null for one that does.</summary>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    IRecordStore? FixedStoreOf(Component component);

    /// <summary>Both sides of a component that migrates, as they are attached now.</summary>
    /// <exception cref="StoreUnavailableException">The component is not routed, or the stores are not open.</exception>
    MigrationSides SidesOf(Component component);
}
