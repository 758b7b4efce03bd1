namespace HybridOrleans.Model.Tests.Core;

/// <summary>A record on its way from the root to the follower: backfill, healing, repair or the queue.</summary>
internal struct CoreCopy
{
    public byte IsUnderWay;
    public byte ToJson;
    public byte Epoch;
    public Cell Record;
}
