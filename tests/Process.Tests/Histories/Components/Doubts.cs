using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>When two activations of a grain may have lived at once: around every change of the members.</summary>
/// <remarks>
/// At all other times memory must not be older than what was acknowledged at all, and not only for its own client.
/// </remarks>
internal sealed class Doubts(HistoryLog log)
{
    /// <summary>A silo that ends by itself was declared dead before, after a silence of at most 15 s.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>Until everybody has heard of a change.</summary>
    private static readonly TimeSpan Spreading = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private readonly List<(long From, long Until)> _times = [];

    /// <summary>Notes that something happens to a silo.</summary>
    public async Task DuringAsync(Func<Task> change)
    {
        var from = log.Tick();
        await change();
        Add(from);
    }

    /// <summary>Notes that a silo was found ended.</summary>
    public void AfterAnEnd() => Add(log.TickBefore(log.Tick(), Silence));

    public bool Cover(long began, long ended)
    {
        lock (_gate)
        {
            var settled = log.TickBefore(began, Spreading);
            return _times.Exists(time => ended >= time.From && settled <= time.Until);
        }
    }

    private void Add(long from)
    {
        lock (_gate)
        {
            _times.Add((from, log.Tick()));
        }
    }
}
