using System.Text;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Bench.Grains;

/// <summary>Keeps its state through a provider of Orleans.</summary>
internal abstract class TextGrain(IPersistentState<ProfileText> state) : Grain, IStateGrain
{
    public async ValueTask SaveAsync(JsonText body)
    {
        state.State.Json = Encoding.UTF8.GetString(body.Utf8.Span);
        await state.WriteStateAsync();
    }
}
