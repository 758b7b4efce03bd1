using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Telegram;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Takes updates from wherever they come, and says whether Telegram may forget them.</summary>
/// <remarks>
/// What the cluster could not take comes again, for as long as it has to. What fails for another reason, such as a
/// mistake in the bot, is tried some times and then passed over, so that one bad update stops nobody.
/// </remarks>
internal sealed class Desk(
    UpdateHandler handler, Outage outage, Gate gate, ILogger<Desk> logger)
{
    private const int AttemptsMax = 3;
    private const int RememberedMax = 10_000;

    private static readonly TimeSpan HandlingMax = TimeSpan.FromSeconds(25);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _failures = [];

    /// <returns>True when everything that the update asks for is durable.</returns>
    public async Task<bool> TakeAsync(Incoming incoming, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(HandlingMax);
        var isDurable = await TryAsync(incoming, limit.Token, cancellation);
        if (incoming.PressId is { } press)
        {
            await gate.AnswerPressAsync(press, cancellation);
        }

        return isDurable;
    }

    /// <summary>Answers an update whose turn cannot come yet, as far as that is possible. It must come again.</summary>
    public Task PutOffAsync(Incoming incoming, CancellationToken cancellation)
        => outage.AnswerAsync(incoming, cancellation);

    private async Task<bool> TryAsync(Incoming incoming, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            await handler.HandleAsync(incoming, limit);
            return true;
        }
        catch (Exception e) when (IsAway(e) && !cancellation.IsCancellationRequested)
        {
            Log.NotDurable(logger, e.GetType().Name);
            await outage.AnswerAsync(incoming, cancellation);
            return false;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return await FailAsync(incoming, e, cancellation);
        }
    }

    /// <summary>Whether waiting helps: the cluster or one of its stores is away, or nobody knows.</summary>
    private static bool IsAway(Exception e)
        => e is HybridException { MayBeRetried: true } or OutcomeUnknownException or OperationCanceledException;

    private async Task<bool> FailAsync(Incoming incoming, Exception failure, CancellationToken cancellation)
    {
        int attempt;
        lock (_gate)
        {
            if (_failures.Count >= RememberedMax)
            {
                _failures.Clear();
            }

            attempt = _failures[incoming.UpdateId] = _failures.GetValueOrDefault(incoming.UpdateId) + 1;
        }

        Log.HandlingFailed(logger, failure, attempt, AttemptsMax);
        if (attempt < AttemptsMax)
        {
            return false;
        }

        Log.PassedOver(logger, AttemptsMax);
        await outage.SayBrokenAsync(incoming, cancellation);
        return true;
    }
}
