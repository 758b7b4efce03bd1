using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HybridOrleans.Cli.Migration;

/// <summary>Shows beside each bar how many, how fast, how long.</summary>
internal sealed class StepColumn : ProgressColumn
{
    private readonly ConcurrentDictionary<int, string> _texts = [];

    /// <summary>What stands beside a bar from now on.</summary>
    public void Set(ProgressTask task, string text) => _texts[task.Id] = text;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        => new Text(_texts.GetValueOrDefault(task.Id, ""));
}
