using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>Pulls the documents of the components that migrate, every 250 ms and whenever somebody asks.</summary>
/// <remarks>
/// Nothing rests on being told: a silo that nobody reaches finds out for itself. Safe for many callers at once.
/// </remarks>
internal sealed class MigrationViews(IMigrationSides sides, TimeProvider time, ILogger<MigrationViews> logger)
    : IMigrationViews, IAsyncDisposable
{
    /// <summary>The pause between two pulls of a component.</summary>
    public static readonly TimeSpan PullEvery = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Component, ComponentView> _views = [];
    private readonly ConcurrentBag<Task> _pulling = [];
    private readonly CancellationTokenSource _stopping = new();
    private int _disposed;

    /// <summary>Pulls the first views, and goes on pulling until the object is disposed.</summary>
    /// <param name="components">Those that migrate. Each may be started once.</param>
    /// <param name="cancellation">Gives up the first pulls.</param>
    /// <exception cref="StoreUnavailableException">
    /// A component has no view: its documents contradict each other, or no store that could decide has answered. The
    /// silo must not start; the pulls that did begin end with <see cref="DisposeAsync"/>.
    /// </exception>
    public async Task StartAsync(IEnumerable<Component> components, CancellationToken cancellation)
    {
        var started = components.ToList();
        await Task.WhenAll(started.Select(component => RefreshAsync(component, cancellation).AsTask()));
        foreach (var component in started)
        {
            _pulling.Add(Task.Run(() => PullAsync(component), CancellationToken.None));
        }
    }

    /// <inheritdoc/>
    public MigrationView CurrentOf(Component component) => Of(component).Current;

    /// <summary>The newest view and the time since its pull began; false where there is none.</summary>
    public bool TryGet(Component component, [NotNullWhen(true)] out MigrationView? view, out TimeSpan age)
        => Of(component).TryGet(out view, out age);

    /// <summary>The pulls of a component, as a look that a silo takes at itself.</summary>
    public ISelfCheck CheckOf(Component component) => Of(component);

    /// <inheritdoc/>
    public bool IsFresh(Component component) => Of(component).IsFresh;

    /// <inheritdoc/>
    public async ValueTask<MigrationView> RefreshAsync(Component component, CancellationToken cancellation)
        => await Of(component).RefreshAsync().WaitAsync(cancellation);

    /// <summary>Ends the pulling. A container that knows the object by two names calls this twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        await Task.WhenAll(_pulling);
        _stopping.Dispose();
    }

    private ComponentView Of(Component component)
        => _views.GetOrAdd(component, c => new ComponentView(c, sides, time, logger));

    private async Task PullAsync(Component component)
    {
        using var timer = new PeriodicTimer(PullEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                try
                {
                    await RefreshAsync(component, _stopping.Token);
                }
                catch (Exception e) when (e is not OperationCanceledException || !_stopping.IsCancellationRequested)
                {
                    logger.ViewNotPulled(e, component);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }
}
