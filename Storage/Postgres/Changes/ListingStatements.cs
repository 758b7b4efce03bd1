using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Changes;

/// <summary>Pieces of the statements that change records, for a component that lists its changes and one that does not.
/// </summary>
internal static class ListingStatements
{
    /// <summary>Adds that each key that <paramref name="change"/> returns is listed in the same statement.</summary>
    public static string Listed(Component component, string change)
        => $"""
            with changed as ({change}),
            listed as (insert into change_log (component, key) select '{component.Name}', key from changed)
            select key from changed
            """;
}
