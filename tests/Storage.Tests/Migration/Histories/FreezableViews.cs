using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>The real views of a silo, whose pulls a test can hold back while the silo goes on.</summary>
internal sealed class FreezableViews(MigrationViews views, TimeProvider time) : IMigrationViews
{
    /// <summary>
    /// The longest stop between a look at the view and the call that follows, in milliseconds. With the age of the view
    /// it stays below the time that a first copy waits.
    /// </summary>
    private const int HeldMax = 400;

    private volatile TaskCompletionSource? _frozen;

    public void Freeze() => _frozen ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Looks once more, and then no more.</summary>
    public async Task FreezeFreshAsync(Component component)
    {
        await views.RefreshAsync(component, CancellationToken.None);
        Freeze();
    }

    public void Thaw()
    {
        var frozen = _frozen;
        _frozen = null;
        frozen?.TrySetResult();
    }

    public MigrationView CurrentOf(Component component) => views.CurrentOf(component);

    /// <summary>Now and then a call must look again, and is then stopped before it goes on with what it saw.</summary>
    public bool IsFresh(Component component) => Random.Shared.Next(30) > 0 && views.IsFresh(component);

    public async ValueTask<MigrationView> RefreshAsync(Component component, CancellationToken cancellation)
    {
        while (_frozen is { } frozen)
        {
            await frozen.Task.WaitAsync(cancellation);
        }

        var seen = await views.RefreshAsync(component, cancellation);
        await time.PassAsync(Random.Shared.Next(HeldMax), cancellation);
        return seen;
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
