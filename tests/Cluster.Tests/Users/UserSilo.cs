using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>An intercepted silo with profiles.</summary>
public sealed class UserSilo : InterceptedSilo
{
    private long _lastId = 7_000_000_000;

    /// <summary>A profile that no other test uses.</summary>
    public UserKey NewKey() => new(new BotId("han"), Interlocked.Increment(ref _lastId));

    /// <summary>The grain without the client's checks and memory.</summary>
    public IUserGrain Grain(UserKey key) => Silo.Grains.GetGrain<IUserGrain>(key.TelegramId, key.Bot.Value);
}
