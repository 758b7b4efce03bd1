namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>A grain as any application would write it.</summary>
public abstract class NotebookGrain(IPersistentState<Notebook> state) : Grain, INotebookGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    public ValueTask<NotebookView> LookAsync() => new(View());

    public async Task<NotebookView> WriteAsync(string title)
    {
        state.State.Title = title;
        await state.WriteStateAsync();
        return View();
    }

    public async Task<NotebookView> AddAsync(long count)
    {
        state.State.Count += count;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State.Count -= count;
            throw;
        }

        return View();
    }

    public async Task<NotebookView> ClearAsync()
    {
        await state.ClearStateAsync();
        return View();
    }

    public async Task<NotebookView> ReadAgainAsync()
    {
        await state.ReadStateAsync();
        return View();
    }

    private NotebookView View()
        => new(state.State.Title, state.State.Count, state.RecordExists, state.Etag, _activation, RuntimeIdentity);
}
