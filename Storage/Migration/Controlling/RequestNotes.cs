using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>Keeps in the history how each request ended, also one that changed nothing.</summary>
/// <remarks>
/// Whoever waits for a request may lose its answer with the silo that works on it. So the history tells that a long
/// request has begun, and how it ended; a beginning without an end was interrupted.
/// </remarks>
internal sealed class RequestNotes(MigrationWork work)
{
    private const string UnderWay = "under way";

    private const string Done = "done";
    private const string Aborted = "aborted: ";
    private const string NotDone = "not done: ";
    private const string Controller = "controller";
    private const string Reached = "reached";
    private const string Rollback = "rollback";

    /// <summary>Notes that a long request begins.</summary>
    public async Task BeginAsync(string what, VerbRequest request, CancellationToken cancellation)
        => await work.Desk.ChangeAsync(d => d.After(Entry(what, request, UnderWay)), cancellation);

    /// <summary>Notes how a request ended, unless the steps of it did.</summary>
    public async Task EndAsync(
        string what, VerbRequest request, DateTimeOffset began, VerbResult result, CancellationToken cancellation)
        => await work.Desk.ChangeAsync(
            d =>
            {
                var ended = d.History.Where(h => h.Outcome != UnderWay).ToArray();
                if (result.Done && ended.Any(h => h.At >= began && h.By == request.By))
                {
                    return ended.Length == d.History.Count ? null : d with { History = ended };
                }

                var outcome = result.Done ? result.Message : NotDone + result.Message;
                return (d with { History = ended }).After(Entry(what, request, outcome));
            },
            cancellation);

    /// <summary>Ends what another process began and did not end.</summary>
    public async Task EndInterruptedAsync(CancellationToken cancellation)
        => await work.Desk.ChangeAsync(
            d => d.History.Any(h => h.Outcome == UnderWay)
                ? d with { History = d.History.Select(Interrupted).ToArray() }
                : null,
            cancellation);

    /// <summary>How the last request ended; null while it is under way, and where there was none.</summary>
    public static VerbResult? LastOf(MigrationDocument document)
    {
        if (document.Goal is not null || document.Switch is not null || document.Synchronise is not null)
        {
            return null;
        }

        foreach (var entry in document.History.Reverse())
        {
            var isStep = entry.By == Controller && entry.What != Reached && entry.What != Rollback;
            if (isStep || entry.By == "silo")
            {
                continue;
            }

            return entry.Outcome == UnderWay ? null
                : entry.Outcome.StartsWith(NotDone, StringComparison.Ordinal)
                    ? VerbResult.Not(entry.Outcome[NotDone.Length..])
                : entry.By == Controller && entry.What == Rollback
                    ? VerbResult.Not($"Rolled back by itself: {entry.Why}.")
                : entry.Outcome.StartsWith(Aborted, StringComparison.Ordinal) && entry.What != "abort"
                    ? VerbResult.Not(entry.Outcome)
                : VerbResult.Did(entry.Outcome == Done ? $"'{entry.What}' is done." : entry.Outcome);
        }

        return null;
    }

    private static HistoryEntry Interrupted(HistoryEntry entry) => entry.Outcome != UnderWay
        ? entry
        : entry with { Outcome = NotDone + "the controller moved to another silo in the middle of it. Ask again." };

    private HistoryEntry Entry(string what, VerbRequest request, string outcome)
        => new(work.Time.GetUtcNow(), request.By, what, request.Why, outcome);
}
