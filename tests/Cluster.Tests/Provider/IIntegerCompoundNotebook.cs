namespace HybridOrleans.Cluster.Tests.Provider;

[Alias("test.notebook-integer-compound")]
public interface IIntegerCompoundNotebook : INotebookGrain, IGrainWithIntegerCompoundKey;
