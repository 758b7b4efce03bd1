namespace HybridOrleans.Storage.Postgres.Changes;

/// <summary>What a process last saw of a component's listing of changed keys.</summary>
/// <remarks>
/// A hint only: it chooses the statement, and each statement writes nothing where the hint is wrong. So a write costs
/// no more than it did while nothing is listed, and none escapes the list while something is.
/// </remarks>
internal sealed class ListingHint
{
    private volatile bool _isOn;

    /// <summary>True when changes were being listed.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }
}
