using HybridOrleans.Client.Calls;
using HybridOrleans.Client.Profiles;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Erasing;

/// <summary>Erasures, through one <see cref="IErasureGrain"/> each.</summary>
internal sealed class Erasures(IGrainFactory grains, CallPolicy calls)
{
    public ValueTask<ErasureReceipt> DeleteUserAsync(UserKey key, CancellationToken cancellation)
    {
        UserProfiles.Require(key);
        return calls.RunAsync(
            CallKind.Repeatable,
            (Self: this, Key: key),
            static (a, token) => a.Self.Grain(a.Key).EraseAsync(token),
            cancellation);
    }

    public ValueTask<ErasureReceipt> GetAsync(UserKey key, CancellationToken cancellation)
    {
        UserProfiles.Require(key);
        return calls.RunAsync(
            CallKind.Read,
            (Self: this, Key: key),
            static (a, token) => a.Self.Grain(a.Key).StatusAsync(token),
            cancellation);
    }

    private IErasureGrain Grain(UserKey key) => grains.GetGrain<IErasureGrain>(key.TelegramId, key.Bot.Value);
}
