using System.Runtime.CompilerServices;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Calls;

/// <summary>Goes through the pages of a list of keys.</summary>
internal static class KeyListing
{
    private const int PageSize = 1_000;

    /// <summary>The ids of all pages.</summary>
    public static async IAsyncEnumerable<string> Of(
        CallPolicy calls, IGrainFactory grains, BotId bot,
        Func<IKeyDirectoryGrain, string?, int, CancellationToken, ValueTask<KeyPage>> ask,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var name = new BotId(bot.Value).Value;
        for (string? after = null; ;)
        {
            var page = await calls.RunAsync(
                CallKind.Read,
                (Grains: grains, Name: name, Ask: ask, After: after),
                static (a, token) => a.Ask(
                    a.Grains.GetGrain<IKeyDirectoryGrain>(a.Name), a.After, PageSize, token),
                cancellation);
            foreach (var id in page.Ids)
            {
                yield return id;
            }

            if ((after = page.Next) is null)
            {
                yield break;
            }
        }
    }
}
