using HybridOrleans.Bench.Hosting;

namespace HybridOrleans.Bench.Grains;

[GrainType(StorageNames.DurableFile)]
internal sealed class DurableFileGrain(
    [PersistentState(StorageNames.State, StorageNames.DurableFile)] IPersistentState<ProfileText> state)
    : TextGrain(state);
