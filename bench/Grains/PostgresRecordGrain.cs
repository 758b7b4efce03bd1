using HybridOrleans.Bench.Hosting;
using HybridOrleans.Storage.GrainStorage;

namespace HybridOrleans.Bench.Grains;

[GrainType(StorageNames.Postgres)]
internal sealed class PostgresRecordGrain(
    [PersistentState(StorageNames.State, StorageNames.Hybrid)] IPersistentState<RecordState> state)
    : RecordGrain(state);
