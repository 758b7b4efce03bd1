namespace HybridOrleans.Cluster.Tests.Provider;

[GenerateSerializer]
[Alias("test.box-content`1")]
public sealed class BoxContent<T>
{
    [Id(0)]
    public T? Content { get; set; }
}
