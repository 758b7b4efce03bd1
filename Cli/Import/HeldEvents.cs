using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Asks the cluster what it holds of events, and what was taken away from there.</summary>
/// <remarks>Safe for many callers at once; every call may be repeated.</remarks>
internal sealed class HeldEvents(IHybridDataStore store, PatientCalls calls)
{
    /// <summary>Goes through the ids of all events of a month; one may come twice.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    public async ValueTask EachIdAsync(BotId bot, EventMonth month, Action<string> take, CancellationToken cancellation)
        => await calls.RunAsync(
            async token =>
            {
                await foreach (var stored in store.Analytics.ReadAsync(
                    bot, StartOf(month), StartOf(month.Next), token))
                {
                    calls.Heard();
                    take(stored.Id);
                }

                return true;
            },
            cancellation);

    /// <summary>True when a month was deleted on the cluster.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    public ValueTask<bool> IsDeletedAsync(BotId bot, EventMonth month, CancellationToken cancellation)
        => calls.RunAsync(
            async token => await store.Analytics.CountDeletedAsync(bot, month, token) > 0, cancellation);

    /// <summary>True when a user was erased, or is being erased.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    public ValueTask<bool> IsErasedAsync(UserKey user, CancellationToken cancellation)
        => calls.RunAsync(
            async token => (await store.GetErasureAsync(user, token)).State != ErasureState.None, cancellation);

    private static DateTimeOffset StartOf(EventMonth month)
        => new(month.FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
