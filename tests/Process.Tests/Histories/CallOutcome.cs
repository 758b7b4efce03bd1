using System.Collections.Concurrent;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>What a client is told of a call, in the words of the checkers.</summary>
internal static class CallOutcome
{
    /// <summary>Makes a call. Errors that are none of ours fail the run.</summary>
    /// <param name="key">What is called.</param>
    /// <param name="damage">Where answers are noted that no client may ever hear.</param>
    /// <param name="call">The call.</param>
    public static async Task<(ActOutcome Outcome, T? Answer)> OfAsync<T>(
        string key, ConcurrentQueue<Violation> damage, Func<Task<T>> call)
    {
        try
        {
            return (ActOutcome.Done, await call());
        }
        catch (RevisionConflictException)
        {
            return (ActOutcome.Conflict, default);
        }
        catch (OutcomeUnknownException)
        {
            return (ActOutcome.Unknown, default);
        }
        catch (DataUnavailableException)
        {
            // Nothing was read and nothing was written.
            return (ActOutcome.Refused, default);
        }
        catch (DataDamagedException e)
        {
            damage.Enqueue(new Violation(ViolationKind.Stale, key, e.Message));
            return (ActOutcome.Refused, default);
        }
    }
}
