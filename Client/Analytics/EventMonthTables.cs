using HybridOrleans.Client.Calls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Analytics;

/// <summary>The months, through the one <see cref="IEventMonthsGrain"/>.</summary>
internal sealed class EventMonthTables(IGrainFactory grains, CallPolicy calls) : IEventMonthTables
{
    private IEventMonthsGrain Grain => grains.GetGrain<IEventMonthsGrain>(0);

    public ValueTask<IReadOnlyList<MonthListing>> ListAsync(CancellationToken cancellation = default)
        => calls.RunAsync(CallKind.Read, this, static (self, token) => self.Grain.ListAsync(token), cancellation);

    public async ValueTask<string?> DetachAsync(EventMonth month, CancellationToken cancellation = default)
        => Reason(await calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Month: month),
            static (a, token) => a.Self.Grain.DetachAsync(a.Month, token),
            cancellation));

    public async ValueTask<string?> AttachAsync(EventMonth month, CancellationToken cancellation = default)
        => Reason(await calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Month: month),
            static (a, token) => a.Self.Grain.AttachAsync(a.Month, token),
            cancellation));

    private static string? Reason(string answer) => answer.Length == 0 ? null : answer;
}
