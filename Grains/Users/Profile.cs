using System.Runtime.InteropServices;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Users;

/// <summary>One acknowledged revision of a profile, as the store confirmed it. Immutable.</summary>
internal sealed class Profile
{
    private readonly JsonText? _text;

    public Profile(IGrainState<RecordState> state, long confirmedAt)
    {
        ETag = state.ETag;
        Revision = Storage.Records.Revision.FromETag(state.ETag).Value;
        Body = state.RecordExists ? state.State?.Body : null;
        ConfirmedAt = confirmedAt;
        _text = Body is null ? null : new JsonText(Bytes(Body));
    }

    public string? ETag { get; }

    /// <summary>0 when the profile was never written.</summary>
    public long Revision { get; }

    /// <summary>Null when there is no profile, or the last write deleted it.</summary>
    public RecordBody? Body { get; }

    /// <summary>The monotonic time at which the store was asked.</summary>
    public long ConfirmedAt { get; }

    public ProfileReading ToReading(Tier servedBy, TimeSpan age) => new()
    {
        Body = _text,
        Revision = Revision,
        ServedBy = servedBy,
        Age = age,
    };

    /// <summary>The body's own array: both sides promise not to change it, so that a read copies nothing.</summary>
    private static byte[] Bytes(RecordBody body)
        => MemoryMarshal.TryGetArray(body.Utf8, out var segment) && segment.Array!.Length == segment.Count
            ? segment.Array
            : body.Utf8.ToArray();
}
