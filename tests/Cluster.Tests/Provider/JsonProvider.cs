namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>Two silos on one folder of JSON files.</summary>
public class JsonProvider : ProviderCluster
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"hybrid-provider-{Guid.NewGuid():n}");

    public override string StoreName => "json";

    protected override ValueTask StartStoreAsync(IDictionary<string, string?> settings)
    {
        settings["HybridOrleans:Json:RootDirectory"] = _root;
        // What is tested here is what is stored. A busy machine must not turn it into a test of time limits.
        settings["HybridOrleans:Json:OperationTimeout"] = "00:00:30";
        settings["HybridOrleans:Json:LockTimeout"] = "00:00:20";
        return ValueTask.CompletedTask;
    }

    protected override ValueTask StopStoreAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
