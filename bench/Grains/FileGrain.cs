using HybridOrleans.Bench.Hosting;

namespace HybridOrleans.Bench.Grains;

[GrainType(StorageNames.File)]
internal sealed class FileGrain(
    [PersistentState(StorageNames.State, StorageNames.File)] IPersistentState<ProfileText> state) : TextGrain(state);
