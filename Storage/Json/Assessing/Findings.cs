using HybridOrleans.Storage.Migration.Assessing;

namespace HybridOrleans.Storage.Json.Assessing;

/// <summary>What this store found.</summary>
internal static class Findings
{
    public static Finding Passed(string check, string message) => Of(check, Severity.Passed, message);

    public static Finding Warns(string check, string message) => Of(check, Severity.Warns, message);

    public static Finding Blocks(string check, string message) => Of(check, Severity.Blocks, message);

    private static Finding Of(string check, Severity severity, string message)
        => new(JsonRecordStore.StoreName, check, severity, message);
}
