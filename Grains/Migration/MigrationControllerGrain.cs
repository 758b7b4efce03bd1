using HybridOrleans.Grains.Auditing;
using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace HybridOrleans.Grains.Migration;

/// <summary>Moves the components of this cluster.</summary>
/// <remarks>
/// It holds nothing that matters: what is decided lies in the documents, and the next controller goes on from there. It
/// is reentrant, since a request to go back must never wait for one that goes forward.
/// </remarks>
[GrainType("migration-controller")]
[Reentrant]
internal sealed class MigrationControllerGrain : Grain, IMigrationControllerGrain, IDisposable
{
    private const int HistoryMax = 200;
    private const int DivergencesMax = 1_000;
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly RecordStores _stores;
    private readonly IHistoryKeeper _history;
    private readonly SteeringAudit _audit;
    private readonly TimeProvider _time;
    private readonly ILogger<MigrationControllerGrain> _logger;
    private readonly SiloBook _silos;
    private readonly CancellationTokenSource _life = new();
    private readonly Dictionary<ComponentName, RouteWindow> _windows = [];
    private readonly Dictionary<ComponentName, ControlledComponent> _controlled = [];
    private readonly List<Task> _work = [];
    private bool? _postgresAnswers;

    public MigrationControllerGrain(
        RecordStores stores, IHistoryKeeper history, SteeringAudit audit, TimeProvider time,
        ILogger<MigrationControllerGrain> logger)
    {
        _audit = audit;
        _stores = stores;
        _history = history;
        _time = time;
        _logger = logger;
        _silos = new SiloBook(time);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var component in _stores.Migrations.Components)
        {
            var name = ComponentNames.NameOf(component);
            var window = new RouteWindow(_time);
            var migration = _stores.Migrations.Of(component, window, window.Ramp, window.Writes);
            var controlled = new ControlledComponent(migration, window, _history, _time, _logger);
            _windows[name] = window;
            _controlled[name] = controlled;

            // Off this scheduler: a long step must not delay a call.
            _work.Add(Task.Run(() => controlled.RunAsync(_life.Token), CancellationToken.None));
        }

        this.RegisterGrainTimer(
            AskPostgresAsync, new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = AskEvery });
        Log.ControllerActive(_logger);
        return Task.CompletedTask;
    }

    public void Dispose() => _life.Dispose();

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _life.CancelAsync();
        await Task.WhenAll(_work).WaitAsync(StopLimit, _time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    public ValueTask<MigrationAnswer> DoAsync(
        ComponentName component, MigrationRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _audit.OfAsync(component, request, () => TakeOnAsync(component, request, cancellation));
    }

    public async ValueTask<MigrationStatus> StatusAsync(ComponentName component, CancellationToken cancellation)
        => Find(component) is { } controlled
            ? await GuardAsync(async () => await controlled.StatusAsync(cancellation) with
            {
                Silos = _silos.Of(component),
                PostgresAnswers = _postgresAnswers,
                Recent = _windows[component].Recent(),
            })
            : StatusMap.OfFixed(component, StoreOf(component)) with { PostgresAnswers = _postgresAnswers };

    public async ValueTask<IReadOnlyList<string>> ExplainAsync(
        ComponentName component, string key, CancellationToken cancellation)
    {
        if (Find(component) is not { } controlled)
        {
            return new[] { StatusMap.OfFixed(component, StoreOf(component)).Guarantee[0] };
        }

        var record = VerbCalls.KeyOf(controlled.Migration.Component, key);
        return await GuardAsync(
            async () => ExplanationText.Of(await controlled.Migration.ExplainAsync(record, cancellation)));
    }

    public async ValueTask<IReadOnlyList<DivergenceListing>> DivergencesAsync(
        ComponentName component, CancellationToken cancellation)
        => Find(component) is { } controlled
            ? await GuardAsync(async () =>
            {
                var (document, divergences) = await controlled.Migration.DivergencesAsync(DivergencesMax, cancellation);
                return StatusMap.Of(divergences, document.Root);
            })
            : Array.Empty<DivergenceListing>();

    public async ValueTask<IReadOnlyList<FindingListing>> AssessAsync(
        ComponentName component, CancellationToken cancellation)
    {
        if (Find(component) is not { } controlled)
        {
            var reason = StatusMap.WhyFixed(component, StoreOf(component));
            return new[] { new FindingListing("configuration", "component", FindingSeverity.Blocks, reason) };
        }

        return await GuardAsync(async () =>
        {
            var findings = new List<FindingListing>();
            await foreach (var f in controlled.Migration.AssessAsync(cancellation))
            {
                findings.Add(new FindingListing(f.Store, f.Check, (FindingSeverity)f.Severity, f.Message));
            }

            return (IReadOnlyList<FindingListing>)findings;
        });
    }

    public async ValueTask<IReadOnlyList<HistoryListing>> HistoryAsync(
        ComponentName component, CancellationToken cancellation)
    {
        if (Find(component) is not { } controlled)
        {
            return Array.Empty<HistoryListing>();
        }

        return await GuardAsync(async () =>
        {
            var status = await controlled.Migration.StatusAsync(cancellation);
            var kept = await _history.ReadAsync(controlled.Migration.Component, cancellation);
            return (IReadOnlyList<HistoryListing>)kept
                .Concat(status.Document.History.Select(StatusMap.Of))
                .DistinctBy(h => (h.At, h.By, h.What, h.Outcome))
                .OrderByDescending(h => h.At)
                .Take(HistoryMax)
                .ToArray();
        });
    }

    public ValueTask ReportAsync(IReadOnlyList<SiloView> views, IReadOnlyList<RouteReport> routes)
    {
        foreach (var view in views)
        {
            _silos.Add(view);
        }

        foreach (var route in routes)
        {
            if (_windows.TryGetValue(route.Component, out var window))
            {
                window.Add(route);
            }
        }

        return ValueTask.CompletedTask;
    }

    private async Task AskPostgresAsync(CancellationToken cancellation)
        => _postgresAnswers = await _stores.Migrations.PostgresAnswersAsync(cancellation);

    private async ValueTask<MigrationAnswer> TakeOnAsync(
        ComponentName component, MigrationRequest request, CancellationToken cancellation)
    {
        VerbCalls.Check(request);
        if (Find(component) is not { } controlled)
        {
            return new MigrationAnswer(false, StatusMap.WhyFixed(component, StoreOf(component)));
        }

        if (request.Key is { } key)
        {
            VerbCalls.KeyOf(controlled.Migration.Component, key);
        }

        return await GuardAsync(() => controlled.DoAsync(request, _life.Token, cancellation));
    }

    private ControlledComponent? Find(ComponentName component)
    {
        _ = ComponentNames.ComponentOf(component);
        return _controlled.GetValueOrDefault(component);
    }

    private string? StoreOf(ComponentName component)
    {
        var stored = ComponentNames.ComponentOf(component);
        return _stores.Components.Contains(stored) ? _stores.StoreOf(stored) : null;
    }

    private async ValueTask<T> GuardAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is not OperationCanceledException and not HybridException)
        {
            Log.MigrationCallFailed(_logger, StorageErrors.Describe(e));
            throw StorageErrors.OfRead(e);
        }
    }
}
