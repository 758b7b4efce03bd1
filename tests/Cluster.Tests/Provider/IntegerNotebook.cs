namespace HybridOrleans.Cluster.Tests.Provider;

[GrainType("notebook-integer")]
public sealed class IntegerNotebook(
    [PersistentState("page", ProviderCluster.StorageName)] IPersistentState<Notebook> page)
    : NotebookGrain(page), IIntegerNotebook;
