using System.Globalization;
using System.Runtime.CompilerServices;
using HybridOrleans.Client.Calls;
using HybridOrleans.Client.Profiles;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Migration;

/// <summary>Talks to the one <see cref="IMigrationControllerGrain"/> of the cluster.</summary>
internal sealed class MigrationControl(IGrainFactory grains, CallPolicy calls) : IMigrationControl
{
    private static readonly TimeSpan PeriodMin = TimeSpan.FromMilliseconds(100);

    private IMigrationControllerGrain Controller => grains.GetGrain<IMigrationControllerGrain>(0);

    public ValueTask<MigrationAnswer> DoAsync(
        ComponentName component, MigrationRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A request that was carried out answers the same when it is repeated, so that a lost answer is no reason to
        // doubt.
        return AskAsync((Component: component, Request: request),
            static (c, a, token) => c.DoAsync(a.Component, a.Request, token), cancellation);
    }

    public ValueTask<MigrationStatus> StatusAsync(ComponentName component, CancellationToken cancellation = default)
        => AskAsync(component, static (c, a, token) => c.StatusAsync(a, token), cancellation);

    public async IAsyncEnumerable<MigrationStatus> WatchAsync(
        ComponentName component, TimeSpan period, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, PeriodMin);
        while (!cancellation.IsCancellationRequested)
        {
            yield return await StatusAsync(component, cancellation);
            await Task.Delay(period, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask<IReadOnlyList<string>> ExplainUserAsync(
        UserKey key, CancellationToken cancellation = default)
    {
        UserProfiles.Require(key);
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Bot.Value}/{key.TelegramId}");
        return AskAsync(text, static (c, a, token) => c.ExplainAsync(ComponentName.Users, a, token), cancellation);
    }

    public ValueTask<IReadOnlyList<DivergenceListing>> DivergencesAsync(
        ComponentName component, CancellationToken cancellation = default)
        => AskAsync(component, static (c, a, token) => c.DivergencesAsync(a, token), cancellation);

    public ValueTask<IReadOnlyList<FindingListing>> AssessAsync(
        ComponentName component, CancellationToken cancellation = default)
        => AskAsync(component, static (c, a, token) => c.AssessAsync(a, token), cancellation);

    public ValueTask<IReadOnlyList<HistoryListing>> HistoryAsync(
        ComponentName component, CancellationToken cancellation = default)
        => AskAsync(component, static (c, a, token) => c.HistoryAsync(a, token), cancellation);

    private ValueTask<T> AskAsync<TArgument, T>(
        TArgument argument,
        Func<IMigrationControllerGrain, TArgument, CancellationToken, ValueTask<T>> call,
        CancellationToken cancellation)
        => calls.RunAsync(
            CallKind.Read,
            (Self: this, Argument: argument, Call: call),
            static (a, token) => a.Call(a.Self.Controller, a.Argument, token),
            cancellation);
}
