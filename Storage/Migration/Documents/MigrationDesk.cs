using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>Finds the document of a component that decides, and changes it.</summary>
/// <remarks>
/// <para>
/// A document decides only in the store that it names as root. JSON's is read first: if it names JSON, PostgreSQL need
/// not answer. If it names PostgreSQL, PostgreSQL's decides once it is at least as new; an older one there, or none,
/// means that a switch was interrupted between its two writes, and whoever sees it writes the second one.
/// </para>
/// <para>
/// On the way back the first write goes to PostgreSQL, which then names JSON with a version that JSON does not have.
/// </para>
/// </remarks>
internal sealed class MigrationDesk(Component component, MigrationStores sides, TimeProvider time)
{
    private const int AttemptsMax = 50;

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
            if (await TryReadAsync(cancellation) is { } document)
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

    /// <summary>Null when it is to be tried again, because something was finished or changed meanwhile.</summary>
    private async ValueTask<MigrationDocument?> TryReadAsync(CancellationToken cancellation)
    {
        MigrationDocument? json;
        try
        {
            json = await sides.Json.Documents.ReadAsync(component, cancellation);
        }
        catch (StoreUnavailableException) when (sides.Postgres is not null)
        {
            // PostgreSQL names itself only from the end of one switch to the beginning of the next, so it needs no
            // word of JSON's.
            var alone = await sides.Postgres.Documents.ReadAsync(component, cancellation);
            return alone is { Root: Side.Postgres } ? alone : throw new StoreUnavailableException(
                $"The migration document of '{component}' lies in the JSON store, which does not answer.");
        }

        if (json is { Root: Side.Json })
        {
            await RefuseSecondDeciderAsync(cancellation);
            return json;
        }

        var postgres = json is null && sides.Postgres is null
            ? null
            : await sides.Of(Side.Postgres).Documents.ReadAsync(component, cancellation);
        if (postgres is { Root: Side.Postgres } && postgres.Version >= (json?.Version ?? 0))
        {
            return postgres;
        }

        if (json is null)
        {
            throw new StoreUnavailableException(
                $"There is no migration document of '{component}' in the JSON store. Is its volume mounted?");
        }

        if (postgres is null || postgres.Version < json.Version)
        {
            await sides.Of(Side.Postgres).Documents.TryWriteAsync(json, postgres?.Version ?? 0, cancellation);
        }
        else
        {
            await sides.Json.Documents.TryWriteAsync(postgres, json.Version, cancellation);
        }

        return null;
    }

    private async ValueTask RefuseSecondDeciderAsync(CancellationToken cancellation)
    {
        if (sides.Postgres is not { } postgres)
        {
            return;
        }

        MigrationDocument? other;
        try
        {
            other = await postgres.Documents.ReadAsync(component, cancellation)
                .AsTask().WaitAsync(SecondLookMax, time, cancellation);
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException)
        {
            return;
        }

        if (other is { Root: Side.Postgres })
        {
            throw new StoreUnavailableException(
                $"Two migration documents of '{component}' decide: JSON's names JSON and PostgreSQL's version "
                + $"{other.Version} names PostgreSQL. One of the stores was restored. Nothing is routed until the "
                + "wrong one is removed.");
        }
    }
}
