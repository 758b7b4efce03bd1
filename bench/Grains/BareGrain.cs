using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Grains;

[GrainType("bench-bare")]
internal sealed class BareGrain : Grain, IBareGrain
{
    private JsonText _body;

    public ValueTask SetAsync(JsonText body)
    {
        _body = body;
        return ValueTask.CompletedTask;
    }

    public ValueTask<JsonText> GetAsync() => new(_body);

    public ValueTask<ProfileReading> ReadAsync(Freshness freshness, long seenRevision)
        => new(new ProfileReading
        {
            Body = _body,
            Revision = 1,
            ServedBy = Tier.Memory,
            Age = TimeSpan.FromSeconds(1),
        });
}
