using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>An intercepted silo with conversations.</summary>
public sealed class ConversationSilo : InterceptedSilo
{
    private long _lastId = 8_000_000_000;

    /// <summary>A conversation that no other test uses.</summary>
    public ConversationKey NewKey() => new(new BotId("han"), Interlocked.Increment(ref _lastId));

    /// <summary>The grain without the client's checks and memory.</summary>
    public IConversationGrain Grain(ConversationKey key)
        => Silo.Grains.GetGrain<IConversationGrain>(key.ChatId, key.Bot.Value);

    /// <summary>Ends every activation, as half an hour without a call does.</summary>
    public Task ForgetAsync(CancellationToken cancellation)
        => Silo.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, cancellation);
}
