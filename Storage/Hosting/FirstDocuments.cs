using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Writes the first document of a component that has none.</summary>
/// <remarks>
/// Each is written as "none may exist yet", so that of several silos that start on new data one wins, and nothing that
/// was ever decided is replaced. A root without a document is taken for new, or for one of a version that knew no
/// documents, only while its fence is at its beginning: a fence that was raised means that a document is missing.
/// </remarks>
internal sealed class FirstDocuments(IMigratableStore? json, IMigratableStore? postgres, TimeProvider time)
{
    private const string Silo = "silo";

    /// <summary>Sees to it that a document exists, where that can be known.</summary>
    /// <exception cref="StoreUnavailableException">
    /// A store does not answer, or both hold records and nothing tells which of them decides.
    /// </exception>
    public async Task WriteAsync(Proposal proposal, CancellationToken cancellation)
    {
        var component = proposal.Component;
        if (await ReadAsync(json, component, cancellation) is not null)
        {
            return;
        }

        if (await ReadAsync(postgres, component, cancellation) is { } there)
        {
            await PointAwayAsync(there, cancellation);
            return;
        }

        if (await BeginsInPostgresAsync(proposal, cancellation))
        {
            await BeginInPostgresAsync(component, cancellation);
        }
        else if ((await json!.ReadFenceAsync(component, cancellation)).Value == Epoch.Initial.Value)
        {
            var first = First(component, Phase.Off, "a JSON root without a document");
            await json.Documents.TryWriteAsync(first with { JsonStore = json.StoreId }, 0, cancellation);
        }
    }

    private static async ValueTask<MigrationDocument?> ReadAsync(
        IMigratableStore? store, Component component, CancellationToken cancellation)
        => store is null ? null : await store.Documents.ReadAsync(component, cancellation);

    /// <summary>Tells a JSON root that was made later where the component lives.</summary>
    private async Task PointAwayAsync(MigrationDocument there, CancellationToken cancellation)
    {
        if (json is not null && there.Root == Side.Postgres
            && (there.JsonStore == Guid.Empty || there.JsonStore == json.StoreId))
        {
            await json.Documents.TryWriteAsync(there, 0, cancellation);
        }
    }

    private async Task<bool> BeginsInPostgresAsync(Proposal proposal, CancellationToken cancellation)
    {
        if (proposal.Side == Side.Json || postgres is null)
        {
            return false;
        }

        if (json is null || !await HoldsAsync(json, proposal.Component, cancellation))
        {
            return true;
        }

        return !await HoldsAsync(postgres, proposal.Component, cancellation)
            ? false
            : throw new StoreUnavailableException(
                $"Both the JSON root and PostgreSQL hold records of '{proposal.Component}', and no migration document "
                + "tells which of them decides. Nothing was changed. Set "
                + $"'HybridOrleans:Components:{proposal.Component}' to 'json' to begin with the files, or move the "
                + "JSON root away to begin with PostgreSQL.");
    }

    private async Task BeginInPostgresAsync(Component component, CancellationToken cancellation)
    {
        var fence = await postgres!.ReadFenceAsync(component, cancellation);
        if (fence.Value != Epoch.Initial.Value)
        {
            throw new StoreUnavailableException(
                $"PostgreSQL accepts '{component}' from epoch {fence} on, and its migration document is missing: the "
                + "database was restored in part. Nothing was changed. Bring the whole backup back.");
        }

        var first = First(component, Phase.Complete, "configured to begin in PostgreSQL") with
        {
            JsonStore = json?.StoreId ?? Guid.Empty,
            PostgresStore = postgres.StoreId,
        };
        await postgres.Documents.TryWriteAsync(first, 0, cancellation);
        if (await postgres.Documents.ReadAsync(component, cancellation) is { } stands)
        {
            await PointAwayAsync(stands, cancellation);
        }
    }

    private MigrationDocument First(Component component, Phase phase, string why) => new()
    {
        Component = component,
        Version = 1,
        Epoch = Epoch.Initial,
        Phase = phase,
        SharePercent = 0,
        History = [new HistoryEntry(time.GetUtcNow(), Silo, "begin", why, $"The phase is {phase}.")],
    };

    private static async Task<bool> HoldsAsync(
        IMigratableStore store, Component component, CancellationToken cancellation)
    {
        await foreach (var _ in store.WalkAsync(component, "", RecordCursor.Start, cancellation))
        {
            return true;
        }

        return false;
    }
}
