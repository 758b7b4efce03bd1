namespace HybridOrleans.Storage.Json;

/// <summary>Reads the entries of one half in order, up to the first that is torn, stale or missing.</summary>
internal sealed class JournalScan(JournalFile half, long generation, long offset, uint chain, long sequence)
{
    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>The half that is read.</summary>
    public JournalFile Half { get; } = half;

    /// <summary>The generation of the half.</summary>
    public long Generation { get; } = generation;

    /// <summary>Where the next entry would begin.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>The sum of the last entry.</summary>
    public uint Chain { get; private set; } = chain;

    /// <summary>The sequence number of the last entry.</summary>
    public long Sequence { get; private set; } = sequence;

    /// <summary>From the first entry of a half on.</summary>
    public static JournalScan OfAll(JournalFile half, JournalHead head)
        => new(half, head.Generation, JournalHead.Bytes, head.Seed, head.First - 1);

    /// <summary>Reads one more entry.</summary>
    /// <returns>Null at the end.</returns>
    public JournalEntry? Next()
    {
        if (Half.Read(_buffer.AsSpan(0, JournalEntry.HeadBytes), Offset) < JournalEntry.HeadBytes)
        {
            return null;
        }

        var length = JournalEntry.LengthOfNext(_buffer, Generation, Sequence + 1);
        if (length == 0)
        {
            return null;
        }

        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        var entry = _buffer.AsSpan(0, length);
        if (Half.Read(entry, Offset) < length || JournalEntry.Sum(Chain, entry) != JournalEntry.StoredSum(entry))
        {
            return null;
        }

        Chain = JournalEntry.StoredSum(entry);
        Offset += length;
        Sequence++;
        return JournalEntry.Read(entry);
    }
}
