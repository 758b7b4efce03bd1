using HybridOrleans.Grains.Interfaces;
using Orleans.Concurrency;

namespace HybridOrleans.Bench.Grains;

/// <summary>The least that an Orleans grain can do: answer with bytes from a field.</summary>
[Alias("bench.bare")]
public interface IBareGrain : IGrainWithStringKey
{
    [Alias("set")]
    ValueTask SetAsync(JsonText body);

    [Alias("get")]
    ValueTask<JsonText> GetAsync();

    /// <summary>The same with the arguments and the answer of <see cref="IUserGrain.ReadAsync"/>.</summary>
    [Alias("read")]
    [AlwaysInterleave]
    ValueTask<ProfileReading> ReadAsync(Freshness freshness, long seenRevision);
}
