using System.Runtime.InteropServices;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Records;

/// <summary>One acknowledged revision of a record, as the store confirmed it. Immutable.</summary>
internal sealed class HeldRecord
{
    public HeldRecord(IGrainState<RecordState> state, long confirmedAt)
    {
        ETag = state.ETag;
        Revision = Storage.Records.Revision.FromETag(state.ETag).Value;
        Body = state.RecordExists ? state.State?.Body : null;
        ConfirmedAt = confirmedAt;
        ServedBy = Body is not null && state.State is { IsFromCache: true } ? Tier.Cache : Tier.Store;
        Text = Body is null ? null : TextOf(Body);
    }

    /// <summary>The same revision, which the store has confirmed again.</summary>
    private HeldRecord(HeldRecord same, long confirmedAt)
    {
        (ETag, Revision, Body, Text) = (same.ETag, same.Revision, same.Body, same.Text);
        (ConfirmedAt, ServedBy) = (confirmedAt, Tier.Memory);
    }

    public string? ETag { get; }

    /// <summary>0 when the record was never written.</summary>
    public long Revision { get; }

    /// <summary>Null when there is no record, or the last write deleted it.</summary>
    public RecordBody? Body { get; }

    /// <summary>The monotonic time at which the store was asked.</summary>
    public long ConfirmedAt { get; }

    /// <summary>
    /// The tier whose body it is: the store's, that of the cache, which the store has confirmed, or memory's, once the
    /// store has confirmed it again.
    /// </summary>
    public Tier ServedBy { get; }

    /// <summary>The body as callers get it.</summary>
    public JsonText? Text { get; }

    /// <summary>The same, confirmed at another time.</summary>
    public HeldRecord ConfirmedAgain(long confirmedAt) => new(this, confirmedAt);

    /// <summary>The body's own array: both sides promise not to change it, so that a read copies nothing.</summary>
    public static JsonText TextOf(RecordBody body)
        => new(MemoryMarshal.TryGetArray(body.Utf8, out var segment) && segment.Array!.Length == segment.Count
            ? segment.Array : body.Utf8.ToArray());
}
