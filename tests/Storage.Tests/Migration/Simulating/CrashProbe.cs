using HybridOrleans.Storage.Migration;

namespace HybridOrleans.Storage.Tests.Migration.Simulating;

/// <summary>Crashes at a point, and notes every point that was reached.</summary>
internal sealed class CrashProbe : IMigrationProbe
{
    public string? CrashAt { get; set; }

    /// <summary>How many times the point is passed before.</summary>
    public int Passes { get; set; }

    public HashSet<string> Seen { get; } = [];

    public Action<string>? OnReached { get; set; }

    public void Reached(string point)
    {
        Seen.Add(point);
        OnReached?.Invoke(point);
        if (point == CrashAt && Passes-- <= 0)
        {
            CrashAt = null;
            throw new CrashedException(point);
        }
    }
}
