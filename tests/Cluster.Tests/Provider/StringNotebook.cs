namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType("notebook-string")]
public sealed class StringNotebook(
    [PersistentState("page", ProviderCluster.StorageName)] IPersistentState<Notebook> page)
    : NotebookGrain(page), IStringNotebook;
