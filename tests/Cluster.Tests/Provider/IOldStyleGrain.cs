namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A grain that derives from <c>Grain&lt;T&gt;</c>.</summary>
[Alias("test.old-style")]
public interface IOldStyleGrain : IGrainWithStringKey
{
    [Alias("write")]
    Task WriteAsync(string title);

    [Alias("look")]
    ValueTask<string> LookAsync();
}
