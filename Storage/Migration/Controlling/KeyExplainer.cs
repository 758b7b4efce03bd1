using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Looks at one key on both sides and tells which one a read would be answered from.</summary>
internal static class KeyExplainer
{
    /// <summary>Looks; a side that does not answer is told of.</summary>
    public static async Task<KeyExplanation> ExplainAsync(
        MigrationWork work, RecordKey key, CancellationToken cancellation)
    {
        var document = await work.Desk.ReadAsync(cancellation);
        var json = await LookAsync(work.Sides.Json, key, document, cancellation);
        var postgres = await LookAsync(work.Sides.Postgres, key, document, cancellation);
        return new KeyExplanation(
            document.Phase, document.Epoch, SideOf(json.Digest), SideOf(postgres.Digest), json.Trouble,
            postgres.Trouble, Answers(document, key, json, postgres),
            await DebtAsync(work, document, cancellation));
    }

    private static string Answers(
        MigrationDocument document, RecordKey key, (RecordDigest? Digest, string? Trouble) json,
        (RecordDigest? Digest, string? Trouble) postgres)
    {
        if (document.Switch is { } pending)
        {
            return $"Nobody until the switch to {pending.To} has ended: callers wait up to 5 s.";
        }

        if (document.Root == Side.Postgres)
        {
            return $"PostgreSQL: it is the root in {document.Phase}.";
        }

        var view = new MigrationView(document.Component, document.Epoch, document.Phase, document.SharePercent);
        if (PhaseTable.Of(document.Phase).Reads != ActivationReads.FollowerIfEqual)
        {
            return $"JSON: it is the root, and answers alone in {document.Phase}.";
        }

        if (!view.IsInShare(key))
        {
            return $"JSON: the key is outside of the {document.SharePercent} % that PostgreSQL answers for.";
        }

        return postgres.Trouble is not null ? "JSON: PostgreSQL does not answer."
            : json.Digest is not null && postgres.Digest is not null && json.Digest.Matches(postgres.Digest)
                ? "PostgreSQL: its revision and hash are the root's."
                : "JSON: PostgreSQL's revision or hash is not the root's.";
    }

    private static async Task<(RecordDigest? Digest, string? Trouble)> LookAsync(
        IMigratableStore? store, RecordKey key, MigrationDocument document, CancellationToken cancellation)
    {
        if (store is null)
        {
            return (null, "not attached");
        }

        try
        {
            return (await store.DigestAsync(key, document.Epoch, cancellation), null);
        }
        catch (Exception e) when (e is StoreUnavailableException or StaleEpochException or DamagedRecordException)
        {
            return (null, e.Message);
        }
    }

    private static async Task<string> DebtAsync(
        MigrationWork work, MigrationDocument document, CancellationToken cancellation)
    {
        if (document.Phase is Phase.Off or >= Phase.RampDown)
        {
            return $"None: {document.Phase} knows no debt.";
        }

        try
        {
            var debt = await work.Sides.Debt.ReadAsync(work.Component, cancellation);
            return debt.IsRaised ? "PostgreSQL may lack acknowledged writes." : "None.";
        }
        catch (StoreUnavailableException e)
        {
            return $"Not known: {e.Message}";
        }
    }

    private static DivergentSide? SideOf(RecordDigest? digest) => digest is null
        ? null
        : new DivergentSide(
            digest.Revision.Value, digest.Hash is { } hash ? Convert.ToHexStringLower(hash.Span) : null);
}
