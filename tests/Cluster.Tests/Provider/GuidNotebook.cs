namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType("notebook-guid")]
public sealed class GuidNotebook(
    [PersistentState("page", ProviderCluster.StorageName)] IPersistentState<Notebook> page)
    : NotebookGrain(page), IGuidNotebook;
