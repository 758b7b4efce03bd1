using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Grains;

/// <summary>Keeps its state through our provider, as the grains of the product do.</summary>
internal abstract class RecordGrain(IPersistentState<RecordState> state) : Grain, IStateGrain
{
    public async ValueTask SaveAsync(JsonText body)
    {
        state.State.Body = RecordBody.Parse(body.Utf8.Span);
        await state.WriteStateAsync();
    }
}
