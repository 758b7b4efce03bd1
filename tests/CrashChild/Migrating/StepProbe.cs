using System.Globalization;
using HybridOrleans.Storage.Migration;

namespace HybridOrleans.CrashChild.Migrating;

/// <summary>Kills this process when the migration passes a step for the n-th time since it was armed.</summary>
internal sealed class StepProbe : IMigrationProbe
{
    private string? _point;
    private int _left;

    /// <summary>Takes the step and the number: <c>Sealed 1</c>.</summary>
    public void Arm(string text)
    {
        var parts = text.Split(' ');
        _left = int.Parse(parts[1], CultureInfo.InvariantCulture);
        _point = MigrationPoints.All.Single(point => point == parts[0]);
    }

    public void Reached(string point)
    {
        if (point == Volatile.Read(ref _point) && Interlocked.Decrement(ref _left) == 0)
        {
            OwnSignal.Send(OwnSignal.Kill);
        }
    }
}
