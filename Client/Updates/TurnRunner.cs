using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Updates;

/// <summary>Takes a turn, runs a handler in it and commits; all of it again after a conflict.</summary>
internal sealed class TurnRunner(SessionCalls calls, HybridClientOptions options, TimeProvider time)
{
    private const int RunsMax = 20;
    private const int UnknownMax = 3;
    private static readonly TimeSpan WaitMost = TimeSpan.FromSeconds(5);

    private readonly TurnLanes _lanes = new();

    /// <summary>Handles something once.</summary>
    /// <param name="key">The order key.</param>
    /// <param name="request">What it is; its ticket is made anew for each turn.</param>
    /// <param name="update">The update, for the handler.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="committed">Called with what was committed.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<UpdateOutcome> RunAsync(
        SessionKey key,
        TurnRequest request,
        BotUpdate? update,
        Func<IUpdateTurn, CancellationToken, Task> handler,
        Action<TurnCommit> committed,
        CancellationToken cancellation)
        => _lanes.RunAsync(
            key,
            async () =>
            {
                var unknown = 0;
                for (var run = 1; ; run++)
                {
                    var turn = new UpdateTurn(calls, key, update, request.FollowUp);
                    var state = CommitState.TurnLost;
                    try
                    {
                        state = await OnceAsync(key, request, turn, handler, committed, cancellation);
                    }
                    catch (OutcomeUnknownException) when (++unknown < UnknownMax)
                    {
                        // The next turn finds out whether it has happened.
                    }

                    if (state is CommitState.Committed or CommitState.AlreadyHandled)
                    {
                        return state == CommitState.Committed || unknown > 0
                            ? UpdateOutcome.Handled : UpdateOutcome.AlreadyHandled;
                    }

                    if (run == RunsMax)
                    {
                        throw new DataUnavailableException(
                            $"Others changed the same state first, {RunsMax} times in a row. Nothing was written. "
                            + "Handle the update again later, or let what they share be the order key.");
                    }

                    await Task.Delay(PauseAfter(run), time, cancellation);
                }
            },
            cancellation);

    private async Task<CommitState> OnceAsync(
        SessionKey key,
        TurnRequest request,
        UpdateTurn turn,
        Func<IUpdateTurn, CancellationToken, Task> handler,
        Action<TurnCommit> committed,
        CancellationToken cancellation)
    {
        request = request with { Ticket = Guid.NewGuid(), WaitMax = Shorter(options.CallTimeout / 2, WaitMost) };
        var isOver = false;
        try
        {
            TurnAnswer answer;
            do
            {
                answer = await calls.BeginAsync(key, request, cancellation);
            }
            while (answer.State == TurnState.Waiting);

            if (answer.State == TurnState.AlreadyHandled)
            {
                isOver = true;
                return CommitState.AlreadyHandled;
            }

            if (!await HandleAsync(key, request.Ticket, answer.Lease, turn, handler, cancellation))
            {
                return CommitState.TurnLost;
            }

            var commit = turn.ToCommit(request.Ticket);
            isOver = true;
            var state = await calls.CommitAsync(key, commit);
            if (state == CommitState.Committed)
            {
                committed(commit);
            }

            return state;
        }
        finally
        {
            if (!isOver)
            {
                await calls.EndAsync(key, request.Ticket);
            }
        }
    }

    /// <returns>False when the turn was lost.</returns>
    private async Task<bool> HandleAsync(
        SessionKey key,
        Guid ticket,
        TimeSpan lease,
        UpdateTurn turn,
        Func<IUpdateTurn, CancellationToken, Task> handler,
        CancellationToken cancellation)
    {
        using var lost = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lost.Token);
        var holding = HoldAsync(key, ticket, lease, lost, over.Token);
        try
        {
            await handler(turn, either.Token);
            return !lost.IsCancellationRequested;
        }
        catch (Exception) when (lost.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await over.CancelAsync();
            await holding;
        }
    }

    private async Task HoldAsync(
        SessionKey key, Guid ticket, TimeSpan lease, CancellationTokenSource lost, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(lease / 3, time, over);
                if (!await calls.RenewAsync(key, ticket, over))
                {
                    await lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The handler has ended.
        }
        catch (HybridException)
        {
            // Whether the turn was lost is found out by the commit.
        }
    }

    /// <summary>Unequal pauses, so that two who meet do not meet again.</summary>
    private static TimeSpan PauseAfter(int run)
        => TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * Math.Min(run, 10)));

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
