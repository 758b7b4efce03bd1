using System.Globalization;
using System.Runtime.CompilerServices;
using HybridOrleans.Client.Calls;
using HybridOrleans.Client.Profiles;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Migration;

/// <summary>Talks to the one <see cref="IMigrationControllerGrain"/> of the cluster.</summary>
internal sealed class MigrationControl(IGrainFactory grains, CallPolicy calls, TimeProvider time) : IMigrationControl
{
    private static readonly TimeSpan PeriodMin = TimeSpan.FromMilliseconds(100);

    private IMigrationControllerGrain Controller => grains.GetGrain<IMigrationControllerGrain>(0);

    public ValueTask<MigrationAnswer> DoAsync(
        ComponentName component, MigrationRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Component: component, Request: request),
            static (a, token) => a.Self.Controller.DoAsync(a.Component, a.Request, token),
            cancellation);
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
            await Task.Delay(period, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask<IReadOnlyList<string>> ExplainUserAsync(
        UserKey key, CancellationToken cancellation = default)
    {
        UserProfiles.Require(key);
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Bot.Value}/{key.TelegramId}");
        return ExplainAsync(ComponentName.Users, text, cancellation);
    }

    public ValueTask<IReadOnlyList<string>> ExplainAsync(
        ComponentName component, string key, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return AskAsync((Component: component, Key: key),
            static (c, a, token) => c.ExplainAsync(a.Component, a.Key, token), cancellation);
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
