using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Changes;

/// <summary>Pieces of the statements that change records, for a component that lists its changes and one that does not.
/// </summary>
internal static class ListingStatements
{
    /// <summary>
    /// The fence of a component, and nothing when its listing is not as expected: then nothing is written.
    /// </summary>
    public static string Fence(Component component, bool isListing)
        => $"(select lowest from fences where component = '{component.Name}' "
            + $"and listing is {(isListing ? "not null" : "null")})";

    /// <summary>Adds that each key that <paramref name="change"/> returns is listed in the same statement.</summary>
    public static string Listed(Component component, string change)
        => $"""
            with changed as ({change}),
            listed as (insert into change_log (component, key) select '{component.Name}', key from changed)
            select key from changed
            """;
}
