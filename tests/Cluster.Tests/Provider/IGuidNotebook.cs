namespace HybridOrleans.Cluster.Tests.Provider;

[Alias("test.notebook-guid")]
public interface IGuidNotebook : INotebookGrain, IGrainWithGuidKey;
