using System.Runtime.InteropServices;

namespace HybridOrleans.Model.Tests.Engine;

/// <summary>Every state that was reached, each once, in the order of discovery, with the state it came from.</summary>
/// <remarks>Compares whole states, not only their hashes: no state is ever taken for another one.</remarks>
internal sealed class StateSet<TState>
    where TState : unmanaged
{
    private const int ChunkBits = 16;
    private const int ChunkMask = (1 << ChunkBits) - 1;
    private const int Free = -1;

    private readonly List<TState[]> _states = [];
    private readonly List<int[]> _parents = [];
    private int[] _table = NewTable(1 << 12);

    /// <summary>How many states there are.</summary>
    public int Count { get; private set; }

    /// <summary>The state with a number, in the order of discovery from 0.</summary>
    public ref readonly TState this[int number] => ref _states[number >> ChunkBits][number & ChunkMask];

    /// <summary>The number of the state that a state was first reached from; -1 for the first.</summary>
    public int ParentOf(int number) => _parents[number >> ChunkBits][number & ChunkMask];

    /// <summary>Adds a state if it is new.</summary>
    /// <returns>True when it was new.</returns>
    public bool TryAdd(in TState state, int parent)
    {
        var slot = SlotOf(in state);
        if (_table[slot] != Free)
        {
            return false;
        }

        _table[slot] = Count;
        Append(in state, parent);
        if (Count * 2L > _table.Length)
        {
            Grow();
        }

        return true;
    }

    private static int[] NewTable(int size)
    {
        var table = new int[size];
        Array.Fill(table, Free);
        return table;
    }

    private static ReadOnlySpan<byte> BytesOf(ref readonly TState state)
        => MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in state, 1));

    private static ulong HashOf(ref readonly TState state)
    {
        var bytes = BytesOf(in state);
        var hash = 0x9E3779B97F4A7C15UL;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(bytes));
        }

        foreach (var rest in bytes)
        {
            hash = Mix(hash ^ rest);
        }

        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash *= 0xFF51AFD7ED558CCDUL;
        return hash ^ (hash >> 31);
    }

    private int SlotOf(ref readonly TState state)
    {
        var mask = _table.Length - 1;
        var slot = (int)(HashOf(in state) >> 20) & mask;
        while (_table[slot] != Free && !BytesOf(in this[_table[slot]]).SequenceEqual(BytesOf(in state)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Append(in TState state, int parent)
    {
        if ((Count & ChunkMask) == 0)
        {
            _states.Add(new TState[ChunkMask + 1]);
            _parents.Add(new int[ChunkMask + 1]);
        }

        _states[^1][Count & ChunkMask] = state;
        _parents[^1][Count & ChunkMask] = parent;
        Count++;
    }

    private void Grow()
    {
        _table = NewTable(_table.Length * 2);
        for (var number = 0; number < Count; number++)
        {
            _table[SlotOf(in this[number])] = number;
        }
    }
}
