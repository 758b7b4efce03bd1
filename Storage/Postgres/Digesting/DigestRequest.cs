using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Digesting;

/// <summary>A look at one key that waits for its batch.</summary>
internal sealed class DigestRequest(RecordKey key, Epoch epoch) : AnsweredRequest<RecordDigest?>(key)
{
    public Epoch Epoch { get; } = epoch;

    /// <summary>All who look at one key share its row.</summary>
    public override bool NeedsKeyAlone => false;
}
