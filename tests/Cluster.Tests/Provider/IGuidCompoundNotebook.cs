namespace HybridOrleans.Cluster.Tests.Provider;

[Alias("test.notebook-guid-compound")]
public interface IGuidCompoundNotebook : INotebookGrain, IGrainWithGuidCompoundKey;
