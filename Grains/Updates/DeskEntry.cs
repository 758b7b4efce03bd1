namespace HybridOrleans.Grains.Updates;

/// <summary>When to look at an order key.</summary>
internal sealed class DeskEntry
{
    /// <summary>The next look.</summary>
    public required DateTimeOffset Due { get; set; }

    /// <summary>What was noted since somebody took it: the answer of that look may not know of it.</summary>
    public DateTimeOffset? Noted { get; set; }

    /// <summary>True while somebody looks.</summary>
    public bool IsTaken { get; set; }
}
