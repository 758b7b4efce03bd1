using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>Ends a divergence: what the root holds becomes one more revision above both sides, in both.</summary>
/// <remarks>
/// The root first, so that a crash leaves a follower that is merely behind. A follower's body that the root does not
/// hold goes to the follower's quarantine before. A key that the root never had becomes a tombstone above it.
/// </remarks>
internal sealed class Repairer(MigrationWork work)
{
    private const int AttemptsMax = 10;

    /// <summary>Repairs one key. A key that does not diverge is left as it is.</summary>
    /// <returns>Null when both sides are equal now; else the one reason why not.</returns>
    /// <exception cref="StoreUnavailableException">A store does not answer. Repeat the call.</exception>
    public async Task<string?> TryRepairAsync(
        RecordKey key, MigrationDocument document, CancellationToken cancellation)
    {
        var root = work.RootOf(document);
        var follower = work.FollowerOf(document);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            StoredRecord? standing;
            StoredRecord? other;
            try
            {
                standing = await root.ReadAsync(key, document.Epoch, cancellation);
                other = await follower.ReadAsync(key, document.Epoch, cancellation);
            }
            catch (DamagedRecordException e)
            {
                return $"The bytes of a side are damaged: {e.Message}";
            }

            var (mine, theirs) = (standing?.Revision ?? Revision.None, other?.Revision ?? Revision.None);
            var isBehind = theirs < mine;
            var isEqual = theirs == mine && Equals(standing?.Body, other?.Body);
            if (isEqual)
            {
                return null;
            }

            if (!isBehind)
            {
                await KeepAsync(key, standing, other!, follower, cancellation);
                if (!await TryRaiseAsync(key, document, standing, theirs > mine ? theirs : mine, cancellation))
                {
                    continue;
                }
            }

            await CatchUpAsync(key, document, cancellation);
        }

        return $"The key was written {AttemptsMax} times meanwhile. Repeat the call.";
    }

    private async Task KeepAsync(
        RecordKey key, StoredRecord? standing, StoredRecord other, IMigratableStore follower,
        CancellationToken cancellation)
    {
        if (other.Body is not { } body || body.Equals(standing?.Body))
        {
            return;
        }

        await follower.Quarantine.KeepAsync(
            new QuarantinedItem
            {
                Owner = key.Text.Split('/')[0],
                Source = $"{RecordSource.WithOwner(key)} revision {other.Revision} of {follower.Name}",
                Reason = "superseded by the repair of a divergence",
                Content = body.Utf8,
                KeptAt = work.Time.GetUtcNow(),
            },
            cancellation);
    }

    private async Task<bool> TryRaiseAsync(
        RecordKey key, MigrationDocument document, StoredRecord? standing, Revision highest,
        CancellationToken cancellation)
    {
        var raised = new RecordCopy
        {
            Key = key,
            Revision = highest.Next,
            WriteId = WriteId.New(),
            Body = standing?.Body,
            Epoch = document.Epoch,
            Replaces = standing?.Revision ?? Revision.None,
        };
        var result = await work.RootOf(document).PutIfNewerAsync([raised], cancellation);
        return result[0].Outcome == CopyOutcome.Stored;
    }

    private async Task CatchUpAsync(RecordKey key, MigrationDocument document, CancellationToken cancellation)
    {
        if (await work.RootOf(document).ReadAsync(key, document.Epoch, cancellation) is { } record)
        {
            await work.FollowerOf(document).PutIfNewerAsync(
                [RecordCopy.Of(key, record, document.Epoch)], cancellation);
        }
    }
}
