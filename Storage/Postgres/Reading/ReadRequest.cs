using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Reading;

/// <summary>A read that waits for its batch.</summary>
internal sealed class ReadRequest(RecordKey key, Epoch epoch) : AnsweredRequest<StoredRecord?>(key)
{
    public Epoch Epoch { get; } = epoch;

    /// <summary>Readers of one key share its row.</summary>
    public override bool NeedsKeyAlone => false;
}
