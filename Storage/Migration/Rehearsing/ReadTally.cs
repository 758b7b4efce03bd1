namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>How reads went for a while.</summary>
internal sealed class ReadTally
{
    private readonly List<TimeSpan> _times = [];

    /// <summary>How many were made.</summary>
    public int Count => _times.Count;

    /// <summary>How many a caller would have seen fail.</summary>
    public int Failed { get; private set; }

    /// <summary>The first one.</summary>
    public TimeSpan First => _times.FirstOrDefault();

    /// <summary>The longest one.</summary>
    public TimeSpan Longest => _times.Count == 0 ? TimeSpan.Zero : _times.Max();

    /// <summary>Adds a read.</summary>
    public void Add(TimeSpan time, bool isFailed)
    {
        _times.Add(time);
        Failed += isFailed ? 1 : 0;
    }
}
