using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>The writes that silos acknowledged while a rehearsal was under way.</summary>
/// <remarks>Safe for many callers at once. A write may be told of twice: it is then counted twice, no more.</remarks>
public sealed class AcknowledgedWrites
{
    /// <summary>How many keys are kept; the writes of further ones are missed.</summary>
    public const int KeysMax = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<RecordKey, RecordDigest> _newest = [];
    private long _count;
    private long _missed;
    private long _contradictions;

    /// <summary>Forgets everything: another rehearsal begins.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _newest.Clear();
            _count = _missed = _contradictions = 0;
        }
    }

    /// <summary>Takes a write that was acknowledged.</summary>
    public void Add(RecordDigest write)
    {
        ArgumentNullException.ThrowIfNull(write);
        lock (_gate)
        {
            var known = _newest.GetValueOrDefault(write.Key);
            if (known is null && _newest.Count >= KeysMax)
            {
                _missed++;
                return;
            }

            _count++;
            _contradictions += known?.Revision == write.Revision && !known.Matches(write) ? 1 : 0;
            if (known is null || known.Revision < write.Revision)
            {
                _newest[write.Key] = write;
            }
        }
    }

    /// <summary>Counts writes that a silo acknowledged and could not tell of.</summary>
    public void AddMissed(long count)
    {
        lock (_gate)
        {
            _missed += count;
        }
    }

    /// <summary>Everything that was told since the rehearsal began.</summary>
    public SeenWrites Seen()
    {
        lock (_gate)
        {
            return new SeenWrites(_newest.Values.ToArray(), _count, _missed, _contradictions);
        }
    }
}
