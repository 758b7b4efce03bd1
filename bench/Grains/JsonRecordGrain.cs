using HybridOrleans.Bench.Hosting;
using HybridOrleans.Storage.GrainStorage;

namespace HybridOrleans.Bench.Grains;

[GrainType(StorageNames.Json)]
internal sealed class JsonRecordGrain(
    [PersistentState(StorageNames.State, StorageNames.Hybrid)] IPersistentState<RecordState> state)
    : RecordGrain(state);
