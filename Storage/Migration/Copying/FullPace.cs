namespace HybridOrleans.Storage.Migration.Copying;

/// <summary>A walk that may take what the machine has.</summary>
public sealed class FullPace : IWalkPace
{
    private FullPace()
    {
    }

    /// <summary>The only one.</summary>
    public static FullPace Instance { get; } = new();

    /// <inheritdoc/>
    public bool IsGentle => false;
}
