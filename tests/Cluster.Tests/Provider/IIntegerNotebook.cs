namespace HybridOrleans.Cluster.Tests.Provider;

[Alias("test.notebook-integer")]
public interface IIntegerNotebook : INotebookGrain, IGrainWithIntegerKey;
