using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HybridOrleans.Cli.Output;

/// <summary>Shows how many are done, and how many a second since the beginning.</summary>
internal sealed class RateColumn(ProgressCounter counter, TimeProvider time) : ProgressColumn
{
    private readonly long _start = time.GetTimestamp();

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var rate = counter.Done / Math.Max(time.GetElapsedTime(_start).TotalSeconds, 0.001);
        return new Text(string.Create(
            CultureInfo.InvariantCulture, $"{counter.Done:N0} of {counter.Total:N0}, {rate:N0}/s"));
    }
}
