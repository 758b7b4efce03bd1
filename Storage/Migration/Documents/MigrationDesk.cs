using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>Finds the document of a component that decides, and changes it.</summary>
/// <remarks>
/// JSON's document is read first: if it names JSON, PostgreSQL need not answer. What both mean together is
/// <see cref="DecidingDocument"/>'s to say, for the views of a silo as for this desk.
/// </remarks>
internal sealed class MigrationDesk(
    Component component, MigrationStores sides, TimeProvider time, IMigrationProbe? probe = null)
{
    private const int AttemptsMax = 50;

    /// <summary>How often two documents that contradict each other are looked at again.</summary>
    private const int LooksMax = 3;

    /// <summary>How long PostgreSQL may take to tell that it decides too, while JSON decides.</summary>
    private static readonly TimeSpan SecondLookMax = TimeSpan.FromMilliseconds(200);

    /// <summary>The component.</summary>
    public Component Component => component;

    /// <summary>The document that decides; an interrupted switch is finished before.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The store that decides does not answer, there is no document, or there are two that decide.
    /// </exception>
    public async ValueTask<MigrationDocument> ReadAsync(CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await TryReadAsync(isLast: attempt >= LooksMax, cancellation) is { } document)
            {
                return document;
            }
        }

        throw new StoreUnavailableException(
            $"The migration document of '{component}' changed {AttemptsMax} times while it was read. Repeat the call.");
    }

    /// <summary>Replaces the document that was seen, in the store that it names as root.</summary>
    /// <param name="seen">What <see cref="ReadAsync"/> gave.</param>
    /// <param name="next">The new document; its version is set here.</param>
    /// <param name="cancellation">Stops the waiting; it may still be written.</param>
    /// <returns>What is stored now, or null when somebody else was first.</returns>
    /// <exception cref="StoreUnavailableException">No answer; it may have been written.</exception>
    public async ValueTask<MigrationDocument?> TryChangeAsync(
        MigrationDocument seen, MigrationDocument next, CancellationToken cancellation)
    {
        next = next with { Version = seen.Version + 1 };
        var documents = sides.Of(seen.Root).Documents;
        try
        {
            return await documents.TryWriteAsync(next, seen.Version, cancellation) ? next : null;
        }
        catch (StoreUnavailableException)
        {
            var stands = await documents.ReadAsync(component, cancellation);
            if (stands is null || stands.Version == seen.Version)
            {
                throw;
            }

            var isOurs = MigrationDocumentFormat.Write(stands).AsSpan()
                .SequenceEqual(MigrationDocumentFormat.Write(next));
            return isOurs ? next : null;
        }
    }

    /// <summary>Reads and changes, again while somebody else is first.</summary>
    /// <param name="change">The new document; null to leave it as it is.</param>
    /// <param name="cancellation">Stops the waiting; it may still be written.</param>
    /// <returns>What stands now.</returns>
    public async ValueTask<MigrationDocument> ChangeAsync(
        Func<MigrationDocument, MigrationDocument?> change, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var seen = await ReadAsync(cancellation);
            if (change(seen) is not { } next)
            {
                return seen;
            }

            if (await TryChangeAsync(seen, next, cancellation) is { } stored)
            {
                return stored;
            }
        }

        throw new StoreUnavailableException(
            $"The migration document of '{component}' was changed by others {AttemptsMax} times. Repeat the call.");
    }

    /// <summary>
    /// Marks the copy in the former root as handed over, after the root has the document. Repeating it is harmless.
    /// </summary>
    /// <returns>The document that decides now.</returns>
    /// <exception cref="StoreUnavailableException">A store does not answer. Repeat the call.</exception>
    public async ValueTask<MigrationDocument> HandOverAsync(
        MigrationDocument document, CancellationToken cancellation)
    {
        var former = sides.Beside(document.Root).Documents;
        if (await former.ReadAsync(component, cancellation) is not { IsHandedOver: false } copy
            || copy.Root != document.Root
            || await TryChangeAsync(document, document, cancellation) is not { } next)
        {
            return document;
        }

        // The copy must not be newer than what the root holds, so the root's document has moved first.
        probe?.Reached(MigrationPoints.HandOverDecided);
        await former.TryWriteAsync(next with { IsHandedOver = true }, copy.Version, cancellation);
        return next;
    }

    /// <summary>Null when it is to be tried again, because something was finished or changed meanwhile.</summary>
    private async ValueTask<MigrationDocument?> TryReadAsync(bool isLast, CancellationToken cancellation)
    {
        var json = await SeenAsync(sides.Json, cancellation);
        var postgres = sides.Postgres is null ? SideReading.NotAttached
            : json.Names(Side.Json) ? await SecondLookAsync(sides.Postgres, cancellation)
            : await SeenAsync(sides.Postgres, cancellation);
        var verdict = DecidingDocument.Of(json, postgres);
        switch (verdict.Kind)
        {
            case VerdictKind.Decides:
                return verdict.Document;
            case VerdictKind.FinishSwitch:
                var root = sides.Of(verdict.Document!.Root).Documents;
                await root.TryWriteAsync(verdict.Document, verdict.ExpectedVersion, cancellation);
                return null;
            case VerdictKind.Refused when !isLast:
                // What looks like a contradiction may be a switch that ended between the two readings: look again.
                return null;
            default:
                throw new StoreUnavailableException(
                    $"No migration document decides about '{component}'. {verdict.Reason}");
        }
    }

    private async ValueTask<SideReading> SeenAsync(IMigratableStore store, CancellationToken cancellation)
    {
        try
        {
            return SideReading.Of(await store.Documents.ReadAsync(component, cancellation), store.StoreId);
        }
        catch (StoreUnavailableException)
        {
            return SideReading.Unknown;
        }
    }

    /// <summary>PostgreSQL need not answer while JSON decides; it may still contradict.</summary>
    private async ValueTask<SideReading> SecondLookAsync(IMigratableStore store, CancellationToken cancellation)
    {
        try
        {
            return await SeenAsync(store, cancellation).AsTask().WaitAsync(SecondLookMax, time, cancellation);
        }
        catch (TimeoutException)
        {
            return SideReading.Unknown;
        }
    }
}
