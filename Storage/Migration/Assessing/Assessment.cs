using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Assessing;

/// <summary>Tries out what a migration will need, before its first step.</summary>
internal static class Assessment
{
    /// <summary>The findings of both stores, and whether every record of the JSON side survives a round trip.</summary>
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

        yield return await RoundTripAsync(sides.Json, component, cancellation);
    }

    private static async Task<Finding> RoundTripAsync(
        IMigratableStore json, Component component, CancellationToken cancellation)
    {
        long sound = 0, damaged = 0, changed = 0;
        await foreach (var (_, record) in json.WalkRecordsAsync(component, RecordCursor.Start, cancellation))
        {
            if (record is null)
            {
                damaged++;
            }
            else if (record.Body is { } body && !RecordBody.Parse(body.Utf8.Span).Equals(body))
            {
                changed++;
            }
            else
            {
                sound++;
            }
        }

        return damaged + changed == 0
            ? new(json.Name, "round trip", Severity.Passed,
                $"{sound:N0} records parse and survive a round trip.")
            : new(json.Name, "round trip", Severity.Blocks,
                $"{damaged:N0} of {sound + damaged + changed:N0} records are damaged or edited, {changed} do not "
                + "survive a round trip. Look with 'hybrid repair list', adopt them, then assess again.");
    }
}
