namespace HybridOrleans.Cli.Import;

/// <summary>Collects what became of everything in the source.</summary>
/// <remarks>
/// Safe for many callers at once. It can be read at any moment, so that an interrupted run has a report too.
/// </remarks>
internal sealed class ImportReport
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Enum.GetValues<ImportResult>().Length];
    private readonly List<ReportItem> _items = [];

    /// <summary>True once the run has gone through the whole source.</summary>
    public bool IsFinished { get; set; }

    /// <summary>
    /// True when everything that should be stored is stored, or is held back by the rules of the import.
    /// </summary>
    public bool IsComplete => IsFinished && this[ImportResult.Quarantined] == 0 && this[ImportResult.Failed] == 0;

    /// <summary>How many texts ended so.</summary>
    public long this[ImportResult result]
    {
        get
        {
            lock (_gate)
            {
                return _counts[(int)result];
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
    public void Add(ImportResult result)
    {
        lock (_gate)
        {
            _counts[(int)result]++;
        }
    }

    /// <summary>Counts and lists a result.</summary>
    public void Add(ReportItem item)
    {
        lock (_gate)
        {
            _counts[(int)item.Result]++;
            _items.Add(item);
        }
    }
}
