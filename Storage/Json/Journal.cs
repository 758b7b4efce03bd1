using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>The two halves of a component's journal. Used by the holder of the component's lock only.</summary>
internal sealed class Journal(string root, Component component, Guid store, long halfBytes, IProbe? probe) : IDisposable
{
    private JournalFile? _odd;
    private JournalFile? _even;
    private byte[] _buffer = [];

    /// <summary>The most bytes that one batch may take.</summary>
    public long BatchBytesMax => (_odd?.Bytes ?? halfBytes) - JournalHead.Bytes;

    /// <summary>Opens the halves that another process, or this one earlier, has made.</summary>
    /// <param name="isBegun">
    /// False when nothing was ever written: a half alone is then what a process left that died while it made both.
    /// </param>
    /// <returns>False when there is no journal yet.</returns>
    /// <exception cref="StoreUnavailableException">One half is missing.</exception>
    public bool TryOpen(bool isBegun)
    {
        if (_odd is not null)
        {
            return true;
        }

        var (odd, even) = (JournalFile.TryOpen(PathOf(1)), JournalFile.TryOpen(PathOf(2)));
        if (odd is not null && even is not null)
        {
            (_odd, _even) = (odd, even);
            return true;
        }

        odd?.Dispose();
        even?.Dispose();
        return isBegun && (odd is not null || even is not null)
            ? throw JsonErrors.FileIsMissing(ComponentFiles.HalfOf(component, odd is null ? 1 : 2))
            : false;
    }

    /// <summary>Makes the journal of a component that is written for the first time and has none.</summary>
    /// <exception cref="LibcException">Nothing is made, or one half only, which the next call makes anew.</exception>
    public JournalState Make(JournalState empty)
    {
        var head = JournalHead.Begin(store, 1, 1, 0);
        JournalFile.Make(PathOf(2), halfBytes, null);
        JournalFile.Make(PathOf(1), halfBytes, head);
        Libc.FlushFolder($"{root}/{ComponentFiles.FolderOf(component)}", "the journal folder");
        TryOpen(isBegun: true);
        return empty with { Generation = 1, Offset = JournalHead.Bytes, Chain = head.Seed };
    }

    /// <summary>The half of a generation.</summary>
    public JournalFile Half(long generation)
        => (generation % 2 == 1 ? _odd : _even)
            ?? throw JsonErrors.FileIsMissing(ComponentFiles.HalfOf(component, generation));

    /// <summary>The heads that were ever written, older one first.</summary>
    /// <exception cref="StoreUnavailableException">The heads do not fit each other or this store.</exception>
    public IReadOnlyList<JournalHead> Heads()
    {
        JournalHead?[] both = [Half(1).TryReadHead(), Half(2).TryReadHead()];
        var heads = both.OfType<JournalHead>().OrderBy(h => h.Generation).ToArray();
        return heads.Length == 0
            || heads.Any(h => h.Store != store)
            || (heads.Length == 2 && heads[0].Generation + 1 != heads[1].Generation)
            ? throw JsonErrors.JournalIsDamaged(component)
            : heads;
    }

    /// <summary>True when the half that is written has room for a batch; else the other one is begun anew.</summary>
    public bool Fits(in JournalState state, long bytes) => state.Offset + bytes <= Half(state.Generation).Bytes;

    /// <summary>True when the other half holds entries that still need a replay after a power cut.</summary>
    public bool MustCheckpoint(in JournalState state) => HeadOf(state.Generation).First - 1 > state.Checkpoint;

    /// <summary>Writes a batch behind the last one, or at the start of the other half; a flush has to follow.</summary>
    /// <returns>The state after the batch.</returns>
    public JournalState Append(JournalState state, IReadOnlyList<JournalEntry> entries)
    {
        long bytes = entries.Sum(e => (long)e.Length);
        var position = state.Offset;
        var length = 0;
        if (Fits(state, bytes))
        {
            Grow(bytes);
        }
        else
        {
            var head = JournalHead.Begin(store, state.Generation + 1, state.Applied + 1, state.Checkpoint);
            Grow(bytes + JournalHead.Bytes);
            head.Write(_buffer);
            length = JournalHead.Bytes;
            position = 0;
            state = state with { Generation = head.Generation, Chain = head.Seed };
            probe?.Reached(ProbePoint.HalfSwitched);
        }

        var chain = state.Chain;
        var sequence = state.Applied;
        foreach (var entry in entries)
        {
            chain = entry.Write(_buffer.AsSpan(length), state.Generation, ++sequence, chain);
            length += entry.Length;
        }

        Write(Half(state.Generation), _buffer.AsSpan(0, length), position);
        return state with { Offset = position + length, Chain = chain, Applied = sequence };
    }

    /// <summary>Begins the other half, durably and without an entry.</summary>
    /// <param name="state">Nothing up to <see cref="JournalState.Applied"/> needs a replay, durably.</param>
    public JournalState BeginEmpty(JournalState state)
    {
        var head = JournalHead.Begin(store, state.Generation + 1, state.Applied + 1, state.Checkpoint);
        var half = Half(head.Generation);
        var bytes = new byte[JournalHead.Bytes];
        head.Write(bytes);
        half.Write(bytes, 0);
        half.Flush();
        return state with { Generation = head.Generation, Offset = JournalHead.Bytes, Chain = head.Seed };
    }

    public void Dispose()
    {
        _odd?.Dispose();
        _even?.Dispose();
    }

    private JournalHead HeadOf(long generation)
        => Half(generation).TryReadHead() ?? throw JsonErrors.JournalIsDamaged(component);

    private void Write(JournalFile half, ReadOnlySpan<byte> bytes, long position)
    {
        if (probe is not null)
        {
            var part = bytes.Length / 2;
            half.Write(bytes[..part], position);
            probe.Reached(ProbePoint.HalfAppended);
            half.Write(bytes[part..], position + part);
        }
        else
        {
            half.Write(bytes, position);
        }
    }

    private void Grow(long bytes)
    {
        if (_buffer.Length < bytes)
        {
            _buffer = new byte[bytes + (bytes / 4)];
        }
    }

    private string PathOf(long generation) => $"{root}/{ComponentFiles.HalfOf(component, generation)}";
}
