using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>The real views of a silo, whose pulls a test can hold back while the silo goes on.</summary>
internal sealed class FreezableViews(MigrationViews views, TimeProvider time) : IMigrationViews
{
    private volatile TaskCompletionSource? _frozen;

    public void Freeze() => _frozen ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw()
    {
        var frozen = _frozen;
        _frozen = null;
        frozen?.TrySetResult();
    }

    public MigrationView CurrentOf(Component component) => views.CurrentOf(component);

    public bool IsFresh(Component component) => views.IsFresh(component);

    public async ValueTask<MigrationView> RefreshAsync(Component component, CancellationToken cancellation)
    {
        while (_frozen is { } frozen)
        {
            await frozen.Task.WaitAsync(cancellation);
        }

        return await views.RefreshAsync(component, cancellation);
    }

    /// <summary>Pulls as a silo does, unless frozen.</summary>
    public async Task PullAsync(Component component, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync(component, stop);
                await time.PassAsync(MigrationViews.PullEvery, stop);
            }
            catch (StoreUnavailableException)
            {
                await time.PassAsync(MigrationViews.PullEvery, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
