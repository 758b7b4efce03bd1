namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType("box`1")]
public sealed class Box<T>(
    [PersistentState("value", ProviderCluster.StorageName)] IPersistentState<BoxContent<T>> values,
    [PersistentState("label", ProviderCluster.StorageName)] IPersistentState<BoxContent<string>> labels)
    : Grain, IBox<T>
{
    public async Task PutAsync(T value, string label)
    {
        values.State.Content = value;
        labels.State.Content = label;
        await values.WriteStateAsync();
        await labels.WriteStateAsync();
    }

    public ValueTask<(T? Value, string? Label)> LookAsync() => new((values.State.Content, labels.State.Content));
}
