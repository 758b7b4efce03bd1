namespace HybridOrleans.Cli.Import.Source;

/// <summary>The records of a <c>girls_data.json</c>: where each lies, and its bytes on demand.</summary>
/// <remarks>
/// The file is gone through once and never held in memory; a record costs about 40 bytes. As in the old bot's own
/// reader,
/// the last of several records for one id counts.
/// </remarks>
internal sealed class RecordMap : IDisposable
{
    private const int NameLengthMax = 64;

    private readonly SourceFile _file;
    private readonly string _name;
    private readonly Dictionary<long, Place> _records = [];
    private readonly List<MapEntry> _unusable = [];
    private readonly List<long> _superseded = [];

    private RecordMap(ImportFile file)
    {
        _file = SourceFile.Open(file.Path);
        _name = file.Name;
    }

    /// <summary>The ids that have a record.</summary>
    public IReadOnlyCollection<long> Ids => _records.Keys;

    /// <summary>One id for each record that a later one in the same file replaces.</summary>
    public IReadOnlyList<long> Superseded => _superseded;

    /// <summary>Members whose name is no id, and parts that cannot be read.</summary>
    public IReadOnlyList<MapEntry> Unusable => _unusable;

    /// <summary>True when the file changed since it was opened, so that not all of it may have been seen.</summary>
    public bool HasChanged => _file.HasChanged;

    /// <summary>Goes through the file and notes where each record lies.</summary>
    public static RecordMap Open(ImportFile file, CancellationToken cancellation)
    {
        var map = new RecordMap(file);
        try
        {
            map.Scan(cancellation);
            return map;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>How the report names a member of this file.</summary>
    public string NameOf(string member) => $"{_name}#{member}";

    /// <summary>Reads the record of an id.</summary>
    public SourceText Read(long id)
    {
        var (start, valueStart, end) = _records[id];
        var name = NameOf(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (end - start > SourceFile.TextBytesMax)
        {
            return new SourceText(name, id, null, TooLarge(end - start));
        }

        var bytes = _file.Read(start, end);
        return TelegramId.Parse(MapScanner.Decode(bytes)) == id && bytes.Length == end - start
            ? new SourceText(name, id, bytes[(int)(valueStart - start)..], null)
            : throw new IOException("the file was changed while it was read; run the import again");
    }

    /// <summary>Reads a part that is no record.</summary>
    public SourceText Read(MapEntry entry)
    {
        var name = entry.Name is null && entry.Fault is not null ? _name : NameOf(Printable(entry.Name));
        var fault = entry.Fault ?? "its name is no id";
        return entry.End - entry.ValueStart > SourceFile.TextBytesMax
            ? new SourceText(name, entry.Id, null, $"{fault}; {TooLarge(entry.End - entry.ValueStart)}")
            : new SourceText(name, entry.Id, _file.Read(entry.ValueStart, entry.End), fault);
    }

    public void Dispose() => _file.Dispose();

    internal static string TooLarge(long bytes) => $"it has {bytes} bytes, more than {SourceFile.TextBytesMax}";

    /// <summary>A member name may be anything; the report and the quarantine take one short line.</summary>
    private static string Printable(string? name)
    {
        var line = string.Concat((name ?? "?").Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return line.Length <= NameLengthMax ? line : line[..NameLengthMax] + "…";
    }

    private void Scan(CancellationToken cancellation)
    {
        using var stream = _file.AsStream();
        foreach (var entry in new MapScanner(stream).Scan())
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Fault is not null || entry.Id is not { } id)
            {
                _unusable.Add(entry);
                continue;
            }

            if (!_records.TryAdd(id, new Place(entry)))
            {
                _records[id] = new Place(entry);
                _superseded.Add(id);
            }
        }
    }

    private readonly record struct Place(long Start, long ValueStart, long End)
    {
        public Place(MapEntry entry)
            : this(entry.NameStart, entry.ValueStart, entry.End)
        {
        }
    }
}
