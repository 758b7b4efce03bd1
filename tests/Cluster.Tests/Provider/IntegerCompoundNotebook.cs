namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType("notebook-integer-compound")]
public sealed class IntegerCompoundNotebook(
    [PersistentState("page", ProviderCluster.StorageName)] IPersistentState<Notebook> page)
    : NotebookGrain(page), IIntegerCompoundNotebook;
