using System.Globalization;
using HybridOrleans.Storage.Json;

namespace HybridOrleans.CrashChild;

/// <summary>Ends or freezes this process, without any warning, when it passes a point for the n-th time.</summary>
internal sealed class SignalProbe(ProbePoint point, int passes, int signal) : IProbe
{
    private int _passes;

    /// <summary>Counting begins when the store is open, except for what happens only before.</summary>
    public bool IsArmed { get; set; } = point == ProbePoint.ReplayFlushed;

    /// <summary>Reads <c>Flushed:3:kill</c>: the point, which time, and <c>kill</c> or <c>freeze</c>.</summary>
    public static SignalProbe? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parts = text.Split(':');
        return new SignalProbe(
            Enum.Parse<ProbePoint>(parts[0]),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[2] == "kill" ? OwnSignal.Kill : OwnSignal.Freeze);
    }

    public void Reached(ProbePoint reached)
    {
        if (reached == point && IsArmed && Interlocked.Increment(ref _passes) == passes)
        {
            OwnSignal.Send(signal);
        }
    }
}
