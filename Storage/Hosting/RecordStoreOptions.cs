namespace HybridOrleans.Storage.Hosting;

/// <summary>
/// Which store the data of each component begins in. Read once, when the silo starts. Where data exists already, the
/// migration document of the component decides, and another store named here is a warning.
/// </summary>
public sealed class RecordStoreOptions
{
    /// <summary>Where a component begins that the host uses and nobody configured.</summary>
    public const string DefaultStore = "json";

    /// <summary>The name of a store for the name of a component, as in <c>HybridOrleans:Components:users</c>.</summary>
    /// <value>
    /// Empty. Keys: <c>users</c>, <c>configuration</c>, <c>conversations</c>, <c>analytics</c>, <c>grains</c>. Values:
    /// <c>json</c>, <c>postgres</c>, <c>memory</c>. A component that the host uses and that is missing here begins in
    /// <see cref="DefaultStore"/>; one in <c>memory</c> never moves.
    /// </value>
    public IDictionary<string, string> Components { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
