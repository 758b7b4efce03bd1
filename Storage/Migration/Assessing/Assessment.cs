using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Assessing;

/// <summary>Tries out what a migration will need, before its first step.</summary>
internal static class Assessment
{
    /// <summary>The findings of both stores.</summary>
    public static async IAsyncEnumerable<Finding> RunAsync(
        MigrationStores sides, Component component, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var finding in sides.Json.AssessAsync(component, cancellation))
        {
            yield return finding;
        }

        if (sides.Postgres is null)
        {
            yield return new("postgres", "attached", Severity.Blocks,
                "PostgreSQL is not attached. Configure it and restart the silos.");
        }
        else
        {
            await foreach (var finding in sides.Postgres.AssessAsync(component, cancellation))
            {
                yield return finding;
            }
        }
    }
}
