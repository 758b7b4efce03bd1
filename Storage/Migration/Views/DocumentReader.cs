using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>Reads the documents of both sides and finishes a switch that stopped between its two writes.</summary>
/// <remarks>Called by one pull at a time.</remarks>
internal sealed class DocumentReader(Component component, IMigrationSides sides, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// How often the other side is looked at though JSON decides: the first time, and then about every 5 s.
    /// </summary>
    private const int PullsPerLook = 20;

    /// <summary>How often the documents are read again because they moved on meanwhile.</summary>
    private const int RoundsMax = 3;

    /// <summary>How long a look that nobody depends on may take, well within the lease of a view.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromMilliseconds(500);

    private int _pulls;

    /// <summary>What the documents mean now; never <see cref="VerdictKind.FinishSwitch"/>.</summary>
    public async Task<DocumentVerdict> ReadAsync(CancellationToken cancellation)
    {
        var looks = _pulls++ % PullsPerLook == 0;
        var verdict = DocumentVerdict.Unavailable("The documents move while they are read.");
        for (var round = 0; round < RoundsMax; round++)
        {
            verdict = await ReadOnceAsync(looks, cancellation);
            if (verdict.Kind is VerdictKind.Decides or VerdictKind.Unavailable)
            {
                return verdict;
            }

            if (verdict.Kind == VerdictKind.FinishSwitch)
            {
                await FinishAsync(verdict, cancellation);
            }

            // What looks like a contradiction may be a switch that ended between the two readings: look again.
        }

        _pulls = 0;
        return verdict.Kind == VerdictKind.Refused
            ? verdict
            : DocumentVerdict.Unavailable("The documents move while they are read.");
    }

    private async Task<DocumentVerdict> ReadOnceAsync(bool looks, CancellationToken cancellation)
    {
        var attached = sides.SidesOf(component);
        var json = await ReadAsync(attached.Json, cancellation);
        var postgres = !json.Names(Side.Json) ? await ReadAsync(attached.Postgres, cancellation)
            : looks ? await LookAsync(attached.Postgres, cancellation)
            : SideReading.Unknown;
        return DecidingDocument.Of(json, postgres);
    }

    private async Task FinishAsync(DocumentVerdict verdict, CancellationToken cancellation)
    {
        var document = verdict.Document!;
        if (sides.SidesOf(component)[document.Root] is { } root
            && await root.Documents.TryWriteAsync(document, verdict.ExpectedVersion, cancellation))
        {
            logger.SwitchFinished(component, document.Root, document.Version);
        }
    }

    private async Task<SideReading> ReadAsync(IMigratableStore? store, CancellationToken cancellation)
    {
        if (store is null)
        {
            return SideReading.NotAttached;
        }

        try
        {
            return SideReading.Of(await store.Documents.ReadAsync(component, cancellation), store.StoreId);
        }
        catch (StoreUnavailableException e)
        {
            logger.DocumentNotRead(e, component, store.Name);
            return SideReading.Unknown;
        }
    }

    /// <summary>Reads a document that need not answer: whoever waits for a view does not wait long for it.</summary>
    private async Task<SideReading> LookAsync(IMigratableStore? store, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(LookLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await ReadAsync(store, both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SideReading.Unknown;
        }
    }
}
