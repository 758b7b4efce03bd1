using System.IO.Hashing;
using System.Text;

namespace HybridOrleans.Storage.Logs;

/// <summary>Fingerprints of the ids of a log's last entries: eight bytes for each.</summary>
/// <remarks>
/// Finds entries that may have an id; whoever asks looks at the entry itself, since fingerprints may collide. Not
/// thread-safe.
/// </remarks>
internal sealed class RecentIds(int max)
{
    private const int RoomMin = 16;

    // Up to so many fingerprints are looked through faster than a set is kept.
    private const int ScannedMax = 2_048;

    // The fingerprint of entry s lies at s modulo the length. 0 stands for none.
    private ulong[] _prints = [];

    // How often each fingerprint is there; null while they are few.
    private Dictionary<ulong, int>? _counts;

    /// <summary>The number after the last entry that is remembered.</summary>
    public long End { get; private set; } = 1;

    /// <summary>The number of the first entry that is remembered.</summary>
    public long Start { get; private set; } = 1;

    /// <summary>Remembers the next entry; one that does not follow on what is remembered begins anew.</summary>
    public void Add(long sequence, string? id)
    {
        if (sequence != End)
        {
            Start = End = sequence;
            _prints = [];
            _counts = null;
        }

        MakeRoom();
        ref var place = ref _prints[sequence % _prints.Length];
        Count(place, -1);
        place = id is null ? 0 : PrintOf(id);
        Count(place, 1);
        End++;
        Start = Math.Max(Start, End - max);
    }

    /// <summary>The numbers of entries that may have an id, the newest first.</summary>
    public IEnumerable<long> Candidates(string id)
    {
        var print = PrintOf(id);
        if (_counts?.ContainsKey(print) ?? _prints.AsSpan().Contains(print))
        {
            for (var sequence = End - 1; sequence >= Start; sequence--)
            {
                if (_prints[sequence % _prints.Length] == print)
                {
                    yield return sequence;
                }
            }
        }
    }

    private static ulong PrintOf(string id)
        => XxHash3.HashToUInt64(Encoding.ASCII.GetBytes(id)) is var print and not 0 ? print : 1;

    private void Count(ulong print, int change)
    {
        if (_counts is null || print == 0)
        {
            return;
        }

        var count = _counts.GetValueOrDefault(print) + change;
        if (count > 0)
        {
            _counts[print] = count;
        }
        else
        {
            _counts.Remove(print);
        }
    }

    private void MakeRoom()
    {
        var count = End - Start;
        if (count < _prints.Length || _prints.Length == max)
        {
            return;
        }

        var more = new ulong[Math.Min(max, Math.Max(RoomMin, _prints.Length * 2))];
        for (var sequence = Start; sequence < End; sequence++)
        {
            more[sequence % more.Length] = _prints[sequence % _prints.Length];
        }

        _prints = more;
        if (more.Length > ScannedMax && _counts is null)
        {
            _counts = [];
            foreach (var print in more)
            {
                Count(print, 1);
            }
        }
    }
}
