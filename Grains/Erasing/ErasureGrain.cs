using HybridOrleans.Grains.Errors;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Grains.Erasing;

/// <summary>One erasure: the rules of <see cref="IErasureGrain"/> over a stored <see cref="ErasureJob"/>.</summary>
/// <remarks>
/// The job is written before anything is deleted and after each step that is confirmed, by compare-and-set, so that a
/// second activation does at worst a step again. A pass goes on when its caller has got an answer.
/// </remarks>
[GrainType("erasure")]
internal sealed class ErasureGrain : Grain, IErasureGrain
{
    /// <summary>A caller waits no longer for a pass: a call has a limit, and a store that is away has its own.
    /// </summary>
    private static readonly TimeSpan AnswerAfter = TimeSpan.FromSeconds(5);

    private readonly ErasureJobs _jobs;
    private readonly ErasureSteps _steps;
    private readonly TimeProvider _time;
    private readonly ILogger<ErasureGrain> _logger;
    private Task _pass = Task.CompletedTask;
    private Dictionary<string, string> _open = [];

    public ErasureGrain(IRecordStore store, ErasureSteps steps, TimeProvider time, ILogger<ErasureGrain> logger)
    {
        _jobs = new ErasureJobs(store);
        _steps = steps;
        _time = time;
        _logger = logger;
    }

    private UserKey User => new(new BotId(KeyOf(out var id)), id);

    public async ValueTask<ErasureReceipt> EraseAsync(CancellationToken cancellation)
    {
        var user = User;
        await GuardAsync(StorageErrors.OfWrite, async () =>
        {
            Revision? written;
            do
            {
                var stored = await _jobs.FindAsync(user, cancellation);
                var job = new ErasureJob(stored?.Revision ?? Revision.None, _time.GetUtcNow(), null, []);
                written = await _jobs.WriteAsync(user, job.Revision, job.ToBody(), cancellation);
            }
            while (written is null);
            return true;
        });
        return await GoOnAsync(cancellation);
    }

    public async ValueTask<ErasureReceipt> GoOnAsync(CancellationToken cancellation)
    {
        if (_pass.IsCompleted)
        {
            _pass = PassAsync(User);
        }

        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(_pass, Task.Delay(AnswerAfter, _time, answered.Token));
        await answered.CancelAsync();
        return await StatusAsync(cancellation);
    }

    public ValueTask<ErasureReceipt> StatusAsync(CancellationToken cancellation)
    {
        var user = User;
        return GuardAsync(StorageErrors.OfRead, async () =>
        {
            if (await _jobs.FindAsync(user, cancellation) is not { } stored)
            {
                return new ErasureReceipt { State = ErasureState.None };
            }

            if (stored.Body is not { } body)
            {
                return new ErasureReceipt { State = ErasureState.Complete, Done = _steps.All };
            }

            var job = ErasureJob.Read(stored.Revision, body);
            return new ErasureReceipt
            {
                State = ErasureState.Open,
                AskedAt = job.AskedAt,
                Done = job.Done,
                Open = [.. _steps.All.Except(job.Done)
                    .Select(s => new OpenErasureStep(s, _open.GetValueOrDefault(s) ?? "it has not been tried yet"))],
            };
        });
    }

    /// <summary>Does what is left of the job, as far as the stores answer. It never fails.</summary>
    private async Task PassAsync(UserKey user)
    {
        try
        {
            while (await NextAsync(user) is { } job && !await TryEndAsync(user, job))
            {
                // Somebody has asked again meanwhile, and everything is to be done once more.
            }
        }
        catch (Exception e)
        {
            Log.ErasureFailed(_logger, StorageErrors.Describe(e));
        }
    }

    /// <returns>The job with every step done; null when it has ended, or something is left for a later pass.</returns>
    private async Task<ErasureJob?> NextAsync(UserKey user)
    {
        if (await _jobs.FindAsync(user, CancellationToken.None) is not { Body: { } body } stored)
        {
            return null;
        }

        var job = ErasureJob.Read(stored.Revision, body);
        var open = new Dictionary<string, string>();
        foreach (var step in _steps.All)
        {
            if (job.Done.Contains(step))
            {
                continue;
            }

            if (job.DeletedAt is null && !_steps.Deletes.Contains(step))
            {
                open[step] = "it waits for the records to be deleted";
                continue;
            }

            if (await WhyNotAsync(step, user, job) is { } why)
            {
                open[step] = why;
                continue;
            }

            var done = job with { Done = [.. job.Done, step] };
            done = done.DeletedAt is null && !_steps.Deletes.Except(done.Done).Any()
                ? done with { DeletedAt = _time.GetUtcNow() }
                : done;
            if (await _jobs.WriteAsync(user, job.Revision, done.ToBody(), CancellationToken.None) is not { } revision)
            {
                return await NextAsync(user);
            }

            job = done with { Revision = revision };
        }

        _open = open;
        return open.Count == 0 ? job : null;
    }

    private async Task<bool> TryEndAsync(UserKey user, ErasureJob job)
        => await _jobs.WriteAsync(user, job.Revision, null, CancellationToken.None) is not null;

    /// <returns>Null when the step is confirmed.</returns>
    private async Task<string?> WhyNotAsync(string step, UserKey user, ErasureJob job)
    {
        try
        {
            await _steps.RunAsync(step, user, job.DeletedAt ?? _time.GetUtcNow(), CancellationToken.None);
            return null;
        }
        catch (Exception e)
        {
            Log.ErasureStepOpen(_logger, step, StorageErrors.Describe(e));
            return StorageErrors.OfRead(e).Message;
        }
    }

    private async ValueTask<T> GuardAsync<T>(Func<Exception, HybridException> translate, Func<ValueTask<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.ErasureFailed(_logger, StorageErrors.Describe(e));
            throw translate(e);
        }
    }

    private string KeyOf(out long id)
    {
        id = this.GetPrimaryKeyLong(out var bot);
        return bot ?? "";
    }
}
