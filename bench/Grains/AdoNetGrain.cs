using HybridOrleans.Bench.Hosting;

namespace HybridOrleans.Bench.Grains;

[GrainType(StorageNames.AdoNet)]
internal sealed class AdoNetGrain(
    [PersistentState(StorageNames.State, StorageNames.AdoNet)] IPersistentState<ProfileText> state) : TextGrain(state);
