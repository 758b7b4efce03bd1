namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A generic grain with two states.</summary>
[Alias("test.box`1")]
public interface IBox<T> : IGrainWithStringKey
{
    [Alias("put")]
    Task PutAsync(T value, string label);

    [Alias("look")]
    ValueTask<(T? Value, string? Label)> LookAsync();
}
