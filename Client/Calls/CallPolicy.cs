using System.Diagnostics;
using HybridOrleans.Client.Connection;
using HybridOrleans.Client.Metrics;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Calls;

/// <summary>
/// Runs calls to the cluster: waits for the connection, repeats what is harmless, and tells what is known.
/// </summary>
internal sealed class CallPolicy(HybridClientOptions options, ConnectionStatus status, CallMeter meter)
{
    private readonly Backoff _backoff = new(options.RetryPause, options.RetryPauseMax);

    /// <summary>Makes a call; the function must send it to the cluster each time it is asked.</summary>
    /// <exception cref="HybridException">It failed, and its type says what is known.</exception>
    public async ValueTask<T> RunAsync<TArgument, T>(
        CallKind kind,
        TArgument argument,
        Func<TArgument, CancellationToken, ValueTask<T>> call,
        CancellationToken cancellation)
    {
        OutcomeUnknownException? lost = null;
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var answer = await OnceAsync(kind, argument, call, cancellation);
                meter.Answered(kind, answer, Stopwatch.GetElapsedTime(started));
                return answer;
            }
            catch (HybridException e) when (IsRepeated(kind, e) && attempt < options.RetriesMax)
            {
                meter.Repeated();
                lost ??= e as OutcomeUnknownException;
                await Task.Delay(_backoff.Pause(attempt), cancellation);
            }
            catch (DataUnavailableException e) when (lost is not null)
            {
                meter.Failed();
                // The last call did nothing, but an earlier one, whose answer was lost, may have.
                throw new OutcomeUnknownException(lost.Message, e);
            }
            catch (Exception e) when (e is DataUnavailableException or OutcomeUnknownException or DataDamagedException)
            {
                meter.Failed();
                throw;
            }
        }
    }

    private static bool IsRepeated(CallKind kind, HybridException error)
        => kind != CallKind.Once
            && (error.MayBeRetried || (kind == CallKind.Repeatable && error is OutcomeUnknownException));

    private async ValueTask<T> OnceAsync<TArgument, T>(
        CallKind kind,
        TArgument argument,
        Func<TArgument, CancellationToken, ValueTask<T>> call,
        CancellationToken cancellation)
    {
        if (status.State != ConnectionState.Connected)
        {
            await RequireConnectionAsync(cancellation);
        }

        var lost = status.Lost;
        try
        {
            return await call(argument, cancellation).AsTask().WaitAsync(lost);
        }
        catch (HybridException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (GatewayTooBusyException e)
        {
            throw new DataUnavailableException(
                "The silo is too busy and did not take the call. Nothing was written. Repeat it later.", e);
        }
        catch (OrleansMessageRejectionException e) when (TurnedAway.IsCertain(e))
        {
            throw new DataUnavailableException(
                "The cluster turned the call away while a silo was stopping. Nothing was written. Repeat it.", e);
        }
        catch (ArgumentException e) when (TurnedAway.KnowsNoSilo(e))
        {
            throw NotConnected("the client knows of no silo that has such grains", e);
        }
        catch (Exception e)
        {
            throw Translate(kind, e);
        }
    }

    private async Task RequireConnectionAsync(CancellationToken cancellation)
    {
        if (status.State == ConnectionState.Connecting)
        {
            try
            {
                await status.WaitAsync(ConnectionState.Connected, cancellation)
                    .WaitAsync(options.ConnectTimeout, cancellation);
                return;
            }
            catch (TimeoutException e)
            {
                throw NotConnected($"no silo answered within {options.ConnectTimeout.TotalSeconds:0.###} s", e);
            }
        }

        if (status.State == ConnectionState.Lost)
        {
            throw NotConnected("the connection was lost and is not back yet", cause: null);
        }
    }

    private DataUnavailableException NotConnected(string what, Exception? cause) => new(
        $"The call was not sent: {what} ({ClusterLink.Describe(options)}). Nothing was written. Check that a silo runs "
        + "there, or set 'Gateways'; the client keeps trying by itself.", cause);

    private HybridException Translate(CallKind kind, Exception cause)
    {
        var what = cause switch
        {
            OperationCanceledException => "the connection to the cluster broke",
            TimeoutException => $"no answer came within {options.CallTimeout.TotalSeconds:0.###} s",
            SiloUnavailableException => "the silo went away",
            _ => $"the cluster failed with {cause.GetType().Name}",
        };
        return kind switch
        {
            CallKind.Read => new DataUnavailableException(
                $"The read was not answered: {what}. Nothing was changed. Repeat it later.", cause),
            CallKind.Repeatable => new OutcomeUnknownException(
                $"The request was sent, and {what}: it may have been carried out. It is safe to repeat.", cause),
            _ => new OutcomeUnknownException(
                $"The write was sent, and {what}: it may have happened. Read again before you decide.", cause),
        };
    }
}
