namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType("notebook-guid-compound")]
public sealed class GuidCompoundNotebook(
    [PersistentState("page", ProviderCluster.StorageName)] IPersistentState<Notebook> page)
    : NotebookGrain(page), IGuidCompoundNotebook;
