using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Records;
using Microsoft.Win32.SafeHandles;

namespace HybridOrleans.Storage.Json.Changes;

/// <summary>The list of a component's changed keys. Used by the holder of the component's lock only.</summary>
/// <remarks>
/// <para>
/// While the file exists, each batch of any process appends its keys before its first byte goes into the journal. So
/// whatever can be read or was acknowledged is listed; a key may be listed whose change failed. Nothing is flushed: a
/// process that dies leaves the page cache behind, and after another boot the list says that it is broken.
/// </para>
/// <para>
/// The head is written after the entries, so that a torn tail lies behind the end that it names, and the next batch
/// writes over it. One look at the name tells a batch whether there is a list, and whether it is the one it has open.
/// </para>
/// </remarks>
internal sealed class ChangeList(string root, Component component, Guid boot, IProbe? probe) : IDisposable
{
    private const string What = "the list of changes";

    /// <summary>How many bytes of entries are read at once. It holds any entry.</summary>
    private const int PageBytes = 128 * 1024;

    private readonly string _path = $"{root}/{ComponentFiles.ChangesOf(component)}";
    private SafeFileHandle? _file;
    private FileFacts _facts;

    /// <summary>Begins a list, or goes on with the one that is there.</summary>
    /// <returns>Its end.</returns>
    /// <exception cref="LibcException">There may be one now or not.</exception>
    public ChangePosition Start()
    {
        if (TryHead() is { } head)
        {
            return EndOf(head);
        }

        head = new ChangeListHead(Guid.NewGuid(), boot, 0, 0, 0);
        var bytes = new byte[ChangeListHead.Bytes];
        head.Write(bytes);
        DurableFiles.Replace(_path, bytes, What);
        return EndOf(head);
    }

    /// <summary>Ends the list and forgets it.</summary>
    /// <returns>False when there was none.</returns>
    public bool Stop() => Libc.Unlink(_path, What);

    /// <summary>Lists keys if there is a list.</summary>
    /// <exception cref="LibcException">They are not listed, and must not be changed.</exception>
    public void Add(IReadOnlyList<JournalEntry> entries)
    {
        if (TryHead() is not { } head)
        {
            return;
        }

        var listed = entries.Select((entry, i) => new ChangeEntry(entry.Key, head.Count + i)).ToArray();
        var bytes = new byte[listed.Sum(entry => entry.Length)];
        var length = 0;
        foreach (var entry in listed)
        {
            entry.Write(bytes.AsSpan(length));
            length += entry.Length;
        }

        Libc.WriteAt(_file!, bytes, ChangeListHead.Bytes + head.End, What);
        WriteHead(head with { End = head.End + length, Count = head.Count + entries.Count });
        probe?.Reached(ProbePoint.Listed);
    }

    /// <summary>The keys after a place.</summary>
    public ChangePage Read(ChangePosition after, int max)
    {
        if (Listed(after) is not { } head || after.Sequence < head.Trimmed)
        {
            return ChangePage.Broken;
        }

        var keys = new List<RecordKey>();
        var place = after.Sequence;
        var next = head.Count;
        var buffer = new byte[(int)Math.Min(PageBytes, head.End - place)];
        while (place < head.End && keys.Count < max)
        {
            var bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, head.End - place));
            var page = bytes[..Libc.ReadAt(_file!, bytes, ChangeListHead.Bytes + place, What)];
            var taken = 0;
            while (keys.Count < max && ChangeEntry.TryRead(page[taken..]) is { } entry)
            {
                keys.Add(RecordKey.FromText(component, entry.Key));
                taken += entry.Length;
                next = entry.Number + 1;
            }

            if (taken == 0)
            {
                // No entry begins at this place, so nobody was ever given it.
                return ChangePage.Broken;
            }

            place += taken;
        }

        return new ChangePage(true, keys, after with { Sequence = place }, head.Count - next);
    }

    /// <summary>Forgets what lies before a place, and gives its space back where the file system can.</summary>
    /// <returns>False when it was forgotten already, or the place belongs to another list.</returns>
    public bool Trim(ChangePosition upTo)
    {
        if (Listed(upTo) is not { } head || upTo.Sequence <= head.Trimmed)
        {
            return false;
        }

        WriteHead(head with { Trimmed = upTo.Sequence });
        Libc.TryFree(_file!, ChangeListHead.Bytes, upTo.Sequence);
        return true;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>The head of the list that a place belongs to; null when there is no such list any more.</summary>
    private ChangeListHead? Listed(ChangePosition place)
        => TryHead() is { } head && head.Log == place.Log && place.Sequence <= head.End ? head : null;

    /// <summary>The head of the list that is there; null when there is none, or a broken one.</summary>
    private ChangeListHead? TryHead()
    {
        if (Libc.TryFacts(_path, What) is not { } facts)
        {
            return null;
        }

        if (_file is null || facts.Inode != _facts.Inode || facts.Device != _facts.Device)
        {
            // An open file keeps its inode from being used again, so that the comparison above is safe.
            _file?.Dispose();
            _file = Libc.OpenHandle(_path, Libc.ReadWrite | Libc.NoFollow, What);
            _facts = Libc.Facts(_file, What);
        }

        Span<byte> bytes = stackalloc byte[ChangeListHead.Used];
        return ChangeListHead.TryRead(bytes[..Libc.ReadAt(_file, bytes, 0, What)]) is { } head && head.Boot == boot
            ? head
            : null;
    }

    private void WriteHead(in ChangeListHead head)
    {
        Span<byte> bytes = stackalloc byte[ChangeListHead.Used];
        head.Write(bytes);
        Libc.WriteAt(_file!, bytes, 0, What);
    }

    private static ChangePosition EndOf(in ChangeListHead head) => new(head.Log, head.End);
}
