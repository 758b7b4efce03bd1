using HybridOrleans.Storage.Postgres.Batching;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Stamping;

/// <summary>A question for the stamp of one key that waits for its batch.</summary>
internal sealed class StampRequest(RecordKey key, Epoch epoch) : AnsweredRequest<RecordStamp?>(key)
{
    public Epoch Epoch { get; } = epoch;

    /// <summary>All who ask about one key share its row.</summary>
    public override bool NeedsKeyAlone => false;
}
