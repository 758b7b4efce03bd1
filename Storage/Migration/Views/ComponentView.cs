using System.Diagnostics.CodeAnalysis;
using HybridOrleans.Storage.Leases;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Migration.Views;

/// <summary>The view of one component, pulled by one pull at a time.</summary>
internal sealed class ComponentView : ISelfCheck
{
    /// <summary>How long a view may route calls, since its pull began.</summary>
    public static readonly TimeSpan Lease = ViewLease.Length;

    /// <summary>The longest a pull may take.</summary>
    private static readonly TimeSpan PullLimit = TimeSpan.FromSeconds(2);

    private readonly Component _component;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DocumentReader _documents;
    private readonly SharedRun<MigrationView> _pulls;
    private PulledView? _pulled;
    private string? _contradiction;

    public ComponentView(Component component, IMigrationSides sides, TimeProvider time, ILogger logger)
    {
        (_component, _time, _logger) = (component, time, logger);
        _documents = new DocumentReader(component, sides, time, logger);
        _pulls = new SharedRun<MigrationView>(PullAsync);
    }

    /// <summary>The newest view.</summary>
    public MigrationView Current
        => Volatile.Read(ref _pulled)?.View ?? throw new StoreUnavailableException(
            Volatile.Read(ref _contradiction)
                ?? $"No migration document of '{_component}' was read yet. Repeat later.");

    /// <inheritdoc/>
    public long? GoodAt => Volatile.Read(ref _pulled)?.StartedAt;

    /// <summary>True within the lease of the newest view.</summary>
    public bool IsFresh
        => Volatile.Read(ref _pulled) is { } pulled && _time.GetElapsedTime(pulled.StartedAt) < Lease;

    /// <summary>The newest view and the time since its pull began; false where there is none.</summary>
    public bool TryGet([NotNullWhen(true)] out MigrationView? view, out TimeSpan age)
    {
        var pulled = Volatile.Read(ref _pulled);
        age = pulled is null ? TimeSpan.Zero : _time.GetElapsedTime(pulled.StartedAt);
        view = pulled?.View;
        return view is not null;
    }

    /// <summary>Pulls, together with everybody who has asked since the pull under way has begun.</summary>
    public Task<MigrationView> RefreshAsync() => _pulls.RunAsync();

    private async Task<MigrationView> PullAsync()
    {
        var started = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(PullLimit, _time);
        DocumentVerdict verdict;
        try
        {
            verdict = await _documents.ReadAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new StoreUnavailableException(
                $"The migration documents of '{_component}' were not read within {PullLimit.TotalSeconds:0} s. "
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
                _component, document.Epoch, document.Phase, document.SharePercent, document.Rehearsal is not null);
            Volatile.Write(ref _pulled, new PulledView(view, started));
            if (view != before)
            {
                _logger.ViewChanged(_component, view.Phase, view.SharePercent, view.Epoch);
            }

            return view;
        }

        var reason = $"No migration document decides about '{_component}'. {verdict.Reason} Nothing was written.";
        if (verdict.Kind == VerdictKind.Refused)
        {
            _logger.DocumentsContradict(_component, verdict.Reason!);
            Volatile.Write(ref _contradiction, reason);
            Volatile.Write(ref _pulled, null);
        }

        throw new StoreUnavailableException(reason);
    }
}
