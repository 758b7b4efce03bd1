using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Migration.Controlling;
using Microsoft.Extensions.Logging;
using MigrationStatus = HybridOrleans.Grains.Interfaces.MigrationStatus;

namespace HybridOrleans.Grains.Migration;

/// <summary>The migration of one component in the hands of the controller: a request, and the work behind it.</summary>
/// <remarks>
/// The work runs off the controller's scheduler, so that a copy of an hour delays no call. Safe for many callers at
/// once; two controllers at once do the same work, which is harmless.
/// </remarks>
internal sealed class ControlledComponent(
    ComponentMigration migration, RouteWindow window, IHistoryKeeper history, TimeProvider time, ILogger logger)
{
    /// <summary>How long a request is waited for before it is answered that it is under way.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private RunningRequest? _running;
    private VerbResult? _last;
    private bool _tookOver;

    /// <summary>The migration itself.</summary>
    public ComponentMigration Migration => migration;

    /// <summary>Does what is asked, or begins it.</summary>
    public async Task<MigrationAnswer> DoAsync(
        MigrationRequest request, CancellationToken life, CancellationToken cancellation)
    {
        if (request.DryRun || VerbCalls.Steers(request.Verb))
        {
            return AnswerOf(await VerbCalls.RunAsync(migration, request, cancellation));
        }

        RunningRequest running;
        RunningRequest? before;
        lock (_gate)
        {
            before = _running is { Result.IsCompleted: false } ? _running : null;
            if (before is not null && !before.IsSame(request) && !VerbCalls.Interrupts(request.Verb))
            {
                return new MigrationAnswer(
                    false, $"'{VerbCalls.NameOf(before.Request.Verb)}' is under way. Wait for its end, or abort it.");
            }

            running = before is not null && before.IsSame(request) ? before : Begin(request, before, life);
            _running = running;
        }

        await ((Task)running.Result).WaitAsync(AnswerWithin, time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return running.Result.IsCompletedSuccessfully
            ? AnswerOf(await running.Result)
            : new MigrationAnswer(true, $"'{VerbCalls.NameOf(request.Verb)}' is under way.");
    }

    /// <summary>Where the component stands, but for what the controller knows of the silos.</summary>
    public async Task<MigrationStatus> StatusAsync(CancellationToken cancellation)
    {
        var status = StatusMap.Of(await migration.StatusAsync(cancellation));
        RunningRequest? running;
        VerbResult? last;
        lock (_gate)
        {
            running = _running is { Result.IsCompleted: false } ? _running : null;
            last = _last;
        }

        if (running is not null)
        {
            var what = VerbCalls.NameOf(running.Request.Verb);
            return status with
            {
                LastOutcome = null,
                Progress = status.Progress ?? new MigrationProgress(what, 0, 0, 0, null, 0, false),
            };
        }

        // The history could not be written while its store was away, but whoever asked must still hear.
        return status is { LastOutcome: null, Goal: null, Progress: null, IsSealed: false } && last is not null
            ? status with { LastOutcome = AnswerOf(last) }
            : status;
    }

    /// <summary>Works until it is told to stop. It never fails.</summary>
    public async Task RunAsync(CancellationToken life)
    {
        while (!life.IsCancellationRequested)
        {
            var pause = AfterTrouble;
            try
            {
                await TakeOverAsync(life);
                pause = await migration.StepAsync(life);
                var status = await migration.StatusAsync(life);
                window.Set(StatusMap.PhaseOf(status.Document.Phase), status.Document.Synchronise is not null);
                history.Offer(migration.Component, status.Document.History);
            }
            catch (Exception) when (life.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.MigrationWorkFailed(logger, migration.Component.Name, StorageErrors.Describe(e));
            }

            await Task.Delay(pause, time, life).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static MigrationAnswer AnswerOf(VerbResult result) => new(result.Done, result.Message);

    /// <summary>A request that another controller left in the middle is told to be so, once.</summary>
    private async Task TakeOverAsync(CancellationToken life)
    {
        bool isFree;
        lock (_gate)
        {
            isFree = _running is null && !_tookOver;
        }

        if (isFree)
        {
            await migration.NoteInterruptedAsync(life);
            _tookOver = true;
        }
    }

    private RunningRequest Begin(MigrationRequest request, RunningRequest? before, CancellationToken life)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(life);
        return new RunningRequest(request, Task.Run(() => RunAsync(request, before, stop.Token), life), stop);
    }

    private async Task<VerbResult> RunAsync(
        MigrationRequest request, RunningRequest? before, CancellationToken cancellation)
    {
        if (before is not null)
        {
            await before.Stop.CancelAsync();
            await ((Task)before.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var began = time.GetUtcNow();
        var what = VerbCalls.NameOf(request.Verb);
        var verb = new VerbRequest(request.By, request.Why);
        if (VerbCalls.IsLong(request.Verb))
        {
            await NoteAsync(() => migration.NoteBeginAsync(what, verb, cancellation));
        }

        VerbResult result;
        try
        {
            result = await VerbCalls.RunAsync(migration, request, cancellation);
        }
        catch (OperationCanceledException)
        {
            result = new VerbResult(false, $"'{what}' was ended before it was done. It is safe to ask again.");
        }
        catch (Exception e)
        {
            Log.MigrationWorkFailed(logger, migration.Component.Name, StorageErrors.Describe(e));
            result = new VerbResult(false, StorageErrors.OfRead(e).Message);
        }

        await NoteAsync(() => migration.NoteEndAsync(what, verb, began, result, CancellationToken.None));
        lock (_gate)
        {
            _last = result;
        }

        return result;
    }

    /// <summary>What cannot be noted is told all the same: the store of the history may be the one away.</summary>
    private async Task NoteAsync(Func<Task> note)
    {
        try
        {
            await note();
        }
        catch (Exception e)
        {
            Log.MigrationWorkFailed(logger, migration.Component.Name, StorageErrors.Describe(e));
        }
    }
}
