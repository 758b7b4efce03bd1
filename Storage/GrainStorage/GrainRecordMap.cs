using System.Text;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.GrainStorage;

/// <summary>Says which record holds the state of a grain.</summary>
/// <remarks>
/// A grain that nobody added keeps its state in the component <c>grains</c> under service id, state name, grain type
/// and grain key, so that no two grains of any application share a record. Filled while the host is built; not
/// thread-safe until then, and safe for many readers afterwards.
/// </remarks>
public sealed class GrainRecordMap
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly Dictionary<(GrainType Type, string StateName), Func<GrainId, RecordKey>> _known = [];

    /// <summary>Keeps one state of one type of grain as records of another component.</summary>
    /// <param name="grainType">The Orleans grain type, such as <c>user</c>; case counts.</param>
    /// <param name="stateName">The name of the state, such as <c>profile</c>; case counts.</param>
    /// <param name="keyOf">
    /// Makes the record's key from the grain's id. Two grains must never get the same key, and none may get one in the
    /// component <c>grains</c>. Called for every operation, on many threads.
    /// </param>
    /// <exception cref="ArgumentException">This state of this type of grain was added before.</exception>
    public GrainRecordMap Add(string grainType, string stateName, Func<GrainId, RecordKey> keyOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(grainType);
        ArgumentException.ThrowIfNullOrEmpty(stateName);
        ArgumentNullException.ThrowIfNull(keyOf);
        return _known.TryAdd((GrainType.Create(grainType), stateName), keyOf)
            ? this
            : throw new ArgumentException(
                $"The state '{stateName}' of the grain type '{grainType}' already has a record.", nameof(grainType));
    }

    /// <exception cref="InvalidRecordException">The id makes no acceptable key.</exception>
    internal RecordKey KeyOf(string serviceId, string stateName, GrainId grainId)
    {
        if (!_known.TryGetValue((grainId.Type, stateName), out var keyOf))
        {
            return RecordKey.Create(
                Component.Grains, serviceId, stateName, Text(grainId.Type.AsSpan()), Text(grainId.Key.AsSpan()));
        }

        var key = keyOf(grainId);
        return key.Component != Component.Grains
            ? key
            : throw InvalidRecordException.Key(
                $"the map of the grain type '{grainId.Type}' leads to the component '{Component.Grains}', "
                + "which holds the grains that no map knows");
    }

    // Orleans would read broken bytes as U+FFFD, and two such grains would share a record.
    private static string Text(ReadOnlySpan<byte> id)
    {
        try
        {
            return StrictUtf8.GetString(id);
        }
        catch (DecoderFallbackException e)
        {
            throw InvalidRecordException.Key("the grain's id is not valid UTF-8", e);
        }
    }
}
