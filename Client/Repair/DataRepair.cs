using HybridOrleans.Client.Calls;
using HybridOrleans.Client.Profiles;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Repair;

/// <summary>Repair and quarantine, through one <see cref="IRepairGrain"/> per bot.</summary>
internal sealed class DataRepair(IGrainFactory grains, CallPolicy calls, SeenRevisions<UserKey> seen) : IDataRepair
{
    private const int ContentBytesMax = 8 * 1024 * 1024;

    public ValueTask<IReadOnlyList<DamagedProfile>> FindDamagedAsync(
        BotId bot, CancellationToken cancellation = default)
    {
        UserProfiles.Require(bot);
        return calls.RunAsync(
            CallKind.Read,
            (Self: this, Bot: bot),
            static (a, token) => a.Self.Grain(a.Bot).FindDamagedAsync(token),
            cancellation);
    }

    public async ValueTask<WriteReceipt> AdoptAsync(UserKey key, CancellationToken cancellation = default)
    {
        UserProfiles.Require(key);
        var receipt = await calls.RunAsync(
            CallKind.Write,
            (Self: this, Key: key),
            static (a, token) => a.Self.Grain(a.Key.Bot).AdoptAsync(a.Key.TelegramId, token),
            cancellation);
        seen.Remember(key, receipt.Revision);
        return receipt;
    }

    public ValueTask<IReadOnlyList<DamagedItem>> FindDamagedItemsAsync(
        BotId bot, ComponentName component, CancellationToken cancellation = default)
    {
        UserProfiles.Require(bot);
        return calls.RunAsync(
            CallKind.Read,
            (Self: this, Bot: bot, Component: component),
            static (a, token) => a.Self.Grain(a.Bot).FindDamagedInAsync(a.Component, token),
            cancellation);
    }

    public ValueTask<WriteReceipt> AdoptItemAsync(
        BotId bot, ComponentName component, string key, CancellationToken cancellation = default)
    {
        UserProfiles.Require(bot);
        ArgumentException.ThrowIfNullOrEmpty(key);
        return calls.RunAsync(
            CallKind.Write,
            (Self: this, Bot: bot, Component: component, Key: key),
            static (a, token) => a.Self.Grain(a.Bot).AdoptInAsync(a.Component, a.Key, token),
            cancellation);
    }

    public async ValueTask QuarantineAsync(
        BotId bot, string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        UserProfiles.Require(bot);
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        if (content.Length > ContentBytesMax)
        {
            throw new InvalidInputException(
                $"{content.Length:N0} bytes cannot be put in quarantine: at most {ContentBytesMax:N0} are kept.");
        }

        // Keeping the same again changes nothing, so that a lost answer is no reason to doubt: the call is repeated.
        await calls.RunAsync(
            CallKind.Read,
            (Self: this, Bot: bot, Source: source, Reason: reason, Content: content),
            static async (a, token) =>
            {
                await a.Self.Grain(a.Bot).QuarantineAsync(a.Source, a.Reason, a.Content.ToArray(), token);
                return true;
            },
            cancellation);
    }

    public ValueTask<IReadOnlyList<QuarantineListing>> ListQuarantineAsync(
        BotId bot, CancellationToken cancellation = default)
    {
        UserProfiles.Require(bot);
        return calls.RunAsync(
            CallKind.Read,
            (Self: this, Bot: bot),
            static (a, token) => a.Self.Grain(a.Bot).ListQuarantineAsync(token),
            cancellation);
    }

    private IRepairGrain Grain(BotId bot) => grains.GetGrain<IRepairGrain>(bot.Value);
}
