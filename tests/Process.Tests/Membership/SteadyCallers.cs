using System.Collections.Concurrent;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>Callers of all four components through one client, none of whose calls may fail.</summary>
internal sealed class SteadyCallers(HybridClient client, string who, ConcurrentQueue<string> failures)
{
    private const int Keys = 20;

    private static readonly BotId Bot = new("han");
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(40);

    private int _answered;

    /// <summary>How many calls were answered.</summary>
    public int Answered => Volatile.Read(ref _answered);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Calls until it is told to stop; calls under way are finished.</summary>
    public Task RunAsync(CancellationToken ending) => Task.WhenAll(
        CallAsync("profile", key => client.Users.UpdateActivityAsync(new UserKey(Bot, key), Cancel).AsTask(), ending),
        CallAsync("profile read", key => client.Users.GetAsync(
            new UserKey(Bot, key), Freshness.Cached, Cancel).AsTask(), ending),
        CallAsync("configuration", key => client.Configuration.PatchAsync(
            Scope(key), new JsonText($$"""{"by":"{{who}}"}"""), Cancel).AsTask(), ending),
        CallAsync("configuration read", key => client.Configuration.GetAsync(
            Scope(key), Freshness.Cached, Cancel).AsTask(), ending),
        CallAsync("message", key => client.Conversations.AppendAsync(
            new ConversationKey(Bot, key), new NewMessage { Direction = MessageDirection.In, Text = who }, Cancel)
            .AsTask(), ending),
        CallAsync("messages read", key => client.Conversations.GetRecentAsync(
            new ConversationKey(Bot, key), 10, Freshness.Cached, Cancel).AsTask(), ending),
        CallAsync("event", key => client.Analytics.LogEventAsync(
            Bot, new NewEvent { Type = "seen", UserId = key }, Cancel).AsTask(), ending));

    private async Task CallAsync(string what, Func<long, Task> call, CancellationToken ending)
    {
        using var pace = new PeriodicTimer(CallEvery);
        for (var number = 0L; !ending.IsCancellationRequested; number++)
        {
            try
            {
                await call(1 + (number % Keys));
                Interlocked.Increment(ref _answered);
            }
            catch (HybridException e)
            {
                failures.Enqueue($"{who}, {what}: {e.GetType().Name}: {e.Message} ({e.InnerException?.Message})");
            }

            await pace.WaitForNextTickAsync(Cancel);
        }
    }

    private static ConfigurationKey Scope(long key) => new(Bot, "chat", $"{key % 5}");
}
