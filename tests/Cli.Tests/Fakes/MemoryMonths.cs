using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>Two months in memory; the later one is not over.</summary>
internal sealed class MemoryMonths : IEventMonthTables
{
    private bool _isDetached;

    private static EventMonth Old { get; } = EventMonth.Parse("2024-03");

    public ValueTask<IReadOnlyList<MonthListing>> ListAsync(CancellationToken cancellation)
        => ValueTask.FromResult<IReadOnlyList<MonthListing>>(
        [
            new(Old, "analytics_2024_03", _isDetached, _isDetached ? null : 8192, _isDetached ? null : 3),
            new(EventMonth.Parse("2026-11"), "analytics_2026_11", false, 16384, 7),
        ]);

    public ValueTask<string?> DetachAsync(EventMonth month, CancellationToken cancellation)
    {
        _isDetached |= month == Old;
        return ValueTask.FromResult(month == Old ? null : "it is not over yet");
    }

    public ValueTask<string?> AttachAsync(EventMonth month, CancellationToken cancellation)
    {
        _isDetached &= month != Old;
        return ValueTask.FromResult<string?>(null);
    }
}
