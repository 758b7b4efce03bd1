namespace HybridOrleans.Storage.Hosting;

/// <summary>Which store each component lives in. Read once, when the silo starts.</summary>
public sealed class RecordStoreOptions
{
    /// <summary>The store of a component that the host uses and nobody configured.</summary>
    public const string DefaultStore = "json";

    /// <summary>The name of a store for the name of a component, as in <c>HybridOrleans:Components:users</c>.</summary>
    /// <value>
    /// Empty. Keys: <c>users</c>, <c>configuration</c>, <c>conversations</c>, <c>analytics</c>, <c>grains</c>. Values:
    /// <c>json</c>, <c>postgres</c>, <c>memory</c>. A component that the host uses and that is missing here lives in
    /// <see cref="DefaultStore"/>. A store is opened only if a component lives in it.
    /// </value>
    public IDictionary<string, string> Components { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
