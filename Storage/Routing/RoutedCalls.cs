using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Routing;

/// <summary>Routes a call by a view that is fresh, and again by a newer one when a store refuses it.</summary>
/// <remarks>
/// A refused call has done nothing, so that it may be repeated. While a root is sealed every view is refused: the
/// caller waits for the end of the switch, up to <see cref="SealLimit"/>, and hears nothing of it.
/// </remarks>
internal sealed class RoutedCalls(IMigrationViews views, TimeProvider time, MigrationTestHooks hooks)
{
    /// <summary>How long a call waits for a switch of the root.</summary>
    public static readonly TimeSpan SealLimit = TimeSpan.FromSeconds(5);

    /// <summary>The pause before the documents are read again.</summary>
    public static readonly TimeSpan SealPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs a call until no store refuses its view.</summary>
    /// <exception cref="StoreUnavailableException">
    /// No fresh view can be had, or a switch took too long. Nothing was written.
    /// </exception>
    public async ValueTask<T> RunAsync<T>(
        Component component, Func<MigrationView, ValueTask<T>> call, CancellationToken cancellation)
    {
        long? refusedFirst = null;
        while (true)
        {
            var view = await FreshAsync(component, cancellation);
            try
            {
                return await call(view);
            }
            catch (StaleEpochException e)
            {
                refusedFirst ??= time.GetTimestamp();
                await WaitForNewerAsync(view, refusedFirst.Value, e, cancellation);
            }
        }
    }

    /// <summary>A view within its lease.</summary>
    /// <exception cref="StoreUnavailableException">None can be had.</exception>
    public ValueTask<MigrationView> FreshAsync(Component component, CancellationToken cancellation)
        => views.IsFresh(component) || hooks.Bug == MigrationBug.IgnoreLease
            ? new(views.CurrentOf(component))
            : views.RefreshAsync(component, cancellation);

    private async Task WaitForNewerAsync(
        MigrationView refused, long refusedFirst, StaleEpochException refusal, CancellationToken cancellation)
    {
        Exception cause = refusal;
        while (time.GetElapsedTime(refusedFirst) < SealLimit)
        {
            try
            {
                var view = await views.RefreshAsync(refused.Component, cancellation);
                if (view.Epoch.Value > refused.Epoch.Value)
                {
                    return;
                }
            }
            catch (StoreUnavailableException e)
            {
                // Between its two writes a switch has no deciding document; the seal's limit counts all the same.
                cause = e;
            }

            await Task.Delay(SealPause, time, cancellation);
        }

        throw new StoreUnavailableException(
            $"A switch of the root of '{refused.Component}' is under way and did not end within "
            + $"{SealLimit.TotalSeconds:0} s (epoch {refused.Epoch}). Nothing was read or written; repeat the call.",
            cause);
    }
}
