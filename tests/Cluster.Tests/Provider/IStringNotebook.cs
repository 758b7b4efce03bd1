namespace HybridOrleans.Cluster.Tests.Provider;

[Alias("test.notebook-string")]
public interface IStringNotebook : INotebookGrain, IGrainWithStringKey;
