namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>What the tests ask of a grain, whatever its key.</summary>
public interface INotebookGrain : IGrain
{
    /// <summary>What the activation holds, without asking the store.</summary>
    [Alias("look")]
    ValueTask<NotebookView> LookAsync();

    [Alias("write")]
    Task<NotebookView> WriteAsync(string title);

    /// <summary>Adds to the count, and takes it back in memory when the write failed.</summary>
    [Alias("add")]
    Task<NotebookView> AddAsync(long count);

    [Alias("clear")]
    Task<NotebookView> ClearAsync();

    [Alias("read-again")]
    Task<NotebookView> ReadAgainAsync();
}
