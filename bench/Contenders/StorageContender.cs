using HybridOrleans.Bench.Hosting;
using Orleans.Storage;

namespace HybridOrleans.Bench.Contenders;

/// <summary>A grain storage provider, called as Orleans calls it but without a grain.</summary>
internal sealed class StorageContender<T>(
    string name, IGrainStorage storage, string grainType, Func<long, T> stateOf) : IContender
{
    private const int CallersMax = 256;
    private const int KeysPerCaller = 16;
    private const int ReadKeys = 10_000;

    private readonly (GrainId Id, GrainState<T> State)[] _written =
    [
        .. Enumerable.Range(0, CallersMax * KeysPerCaller)
            .Select(i => (GrainId.Create(grainType, $"write-{i}"), new GrainState<T>())),
    ];

    private readonly GrainId[] _read =
        [.. Enumerable.Range(0, ReadKeys).Select(i => GrainId.Create(grainType, $"read-{i}"))];

    public string Name => name;

    public string GrainType => grainType;

    public async ValueTask WriteAsync(int caller, long number)
    {
        var (id, state) = _written[(caller * KeysPerCaller) + (number % KeysPerCaller)];
        state.State = stateOf(number);
        await storage.WriteStateAsync(StorageNames.State, id, state);
    }

    public async ValueTask ReadAsync(int caller, long number)
    {
        // A stride that is prime to the number of keys visits all of them in an order that is no order.
        var key = ((caller * 7919L) + (number * 3571)) % ReadKeys;
        var state = new GrainState<T>();
        await storage.ReadStateAsync(StorageNames.State, _read[key], state);
        if (!state.RecordExists)
        {
            throw new InvalidOperationException($"{name} lost a record.");
        }
    }

    public Task PrepareReadsAsync()
        => Parallel.ForEachAsync(
            _read.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (key, _) => await storage.WriteStateAsync(
                StorageNames.State, key.Item, new GrainState<T> { State = stateOf(key.Index) }));
}
