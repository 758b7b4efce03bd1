using System.Diagnostics.CodeAnalysis;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>The view of one component, pulled by one pull at a time.</summary>
/// <remarks>
/// Whoever asks for a refresh gets a pull that begins after the call: the one under way may have read the documents
/// before the change that made a store refuse. Everybody who asks while one is under way shares the next one.
/// </remarks>
internal sealed class ComponentView(
    Component component, IMigrationSides sides, TimeProvider time, ILogger logger)
{
    /// <summary>How long a view may route calls, since its pull began.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1.5);

    /// <summary>The longest a pull may take.</summary>
    private static readonly TimeSpan PullLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly DocumentReader _documents = new(component, sides, time, logger);
    private PulledView? _pulled;
    private string? _contradiction;
    private Task _running = Task.CompletedTask;
    private Task<MigrationView>? _next;

    /// <summary>The newest view.</summary>
    public MigrationView Current
        => Volatile.Read(ref _pulled)?.View ?? throw new StoreUnavailableException(
            Volatile.Read(ref _contradiction) ?? $"No migration document of '{component}' was read yet. Repeat later.");

    /// <summary>True within the lease of the newest view.</summary>
    public bool IsFresh
        => Volatile.Read(ref _pulled) is { } pulled && time.GetElapsedTime(pulled.StartedAt) < Lease;

    /// <summary>The newest view and the time since its pull began; false where there is none.</summary>
    public bool TryGet([NotNullWhen(true)] out MigrationView? view, out TimeSpan age)
    {
        var pulled = Volatile.Read(ref _pulled);
        age = pulled is null ? TimeSpan.Zero : time.GetElapsedTime(pulled.StartedAt);
        view = pulled?.View;
        return view is not null;
    }

    /// <summary>Pulls, together with everybody who has asked since the pull under way has begun.</summary>
    public Task<MigrationView> RefreshAsync()
    {
        lock (_gate)
        {
            if (_next is null)
            {
                var running = _running;
                // Off the caller's scheduler: an activation that goes away must not take the pull with it.
                _next = Task.Run(() => PullAfterAsync(running));
            }

            return _next;
        }
    }

    private async Task<MigrationView> PullAfterAsync(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _running = _next!;
            _next = null;
        }

        return await PullAsync();
    }

    private async Task<MigrationView> PullAsync()
    {
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(PullLimit, time);
        DocumentVerdict verdict;
        try
        {
            verdict = await _documents.ReadAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new StoreUnavailableException(
                $"The migration documents of '{component}' were not read within {PullLimit.TotalSeconds:0} s. "
                + "Nothing was written; repeat later and check the health of the stores.",
                e);
        }

        return Take(verdict, started);
    }

    private MigrationView Take(DocumentVerdict verdict, long started)
    {
        if (verdict.Kind == VerdictKind.Decides)
        {
            var document = verdict.Document!;
            var before = Volatile.Read(ref _pulled)?.View;
            var view = new MigrationView(
                component, document.Epoch, document.Phase, document.SharePercent, document.Rehearsal is not null);
            Volatile.Write(ref _pulled, new PulledView(view, started));
            if (view != before)
            {
                logger.ViewChanged(component, view.Phase, view.SharePercent, view.Epoch);
            }

            return view;
        }

        var reason = $"No migration document decides about '{component}'. {verdict.Reason} Nothing was written.";
        if (verdict.Kind == VerdictKind.Refused)
        {
            logger.DocumentsContradict(component, verdict.Reason!);
            Volatile.Write(ref _contradiction, reason);
            Volatile.Write(ref _pulled, null);
        }

        throw new StoreUnavailableException(reason);
    }
}
