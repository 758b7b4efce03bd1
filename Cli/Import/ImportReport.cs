namespace HybridOrleans.Cli.Import;

/// <summary>Collects what became of everything in the source.</summary>
/// <remarks>
/// Safe for many callers at once. It can be read at any moment, so that an interrupted run has a report too.
/// </remarks>
internal sealed class ImportReport
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ImportKind Kind, ImportResult Result), long> _counts = [];
    private readonly List<ReportItem> _items = [];

    /// <summary>True once the run has gone through the whole source.</summary>
    public bool IsFinished { get; set; }

    /// <summary>
    /// True when everything that should be stored is stored, or is held back by the rules of the import.
    /// </summary>
    public bool IsComplete => IsFinished && this[ImportResult.Quarantined] == 0 && this[ImportResult.Failed] == 0;

    /// <summary>How many of all kinds ended so.</summary>
    public long this[ImportResult result] => Enum.GetValues<ImportKind>().Sum(kind => this[kind, result]);

    /// <summary>How many of a kind ended so.</summary>
    public long this[ImportKind kind, ImportResult result]
    {
        get
        {
            lock (_gate)
            {
                return _counts.GetValueOrDefault((kind, result));
            }
        }
    }

    /// <summary>Everything that was not simply stored, by source.</summary>
    public IReadOnlyList<ReportItem> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items.OrderBy(item => item.Source, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Counts a result that needs no explanation.</summary>
    public void Add(ImportKind kind, ImportResult result, int count = 1)
    {
        lock (_gate)
        {
            Count(kind, result, count);
        }
    }

    /// <summary>Counts and lists a result.</summary>
    public void Add(ReportItem item)
    {
        lock (_gate)
        {
            Count(item.Kind, item.Result, 1);
            _items.Add(item);
        }
    }

    private void Count(ImportKind kind, ImportResult result, int count)
        => _counts[(kind, result)] = _counts.GetValueOrDefault((kind, result)) + count;
}
