using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Updates;

/// <summary>What a commit makes of the document of its order key. Nothing here asks a store.</summary>
/// <param name="turn">The turn in which the update was handled.</param>
/// <param name="commit">What the caller sent.</param>
/// <param name="id">Names the commit.</param>
/// <param name="now">The time.</param>
internal sealed class HomeChange(Turn turn, TurnCommit commit, Guid id, DateTimeOffset now)
{
    /// <summary>The changes of the states of the order key itself.</summary>
    public required IReadOnlyList<StoredChange> Own { get; init; }

    /// <summary>The grain keys of the other documents.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>True when an update or a follow-up needs no turn any more.</summary>
    public static bool IsHandled(SessionDocument document, TurnRequest request)
        => (request.UpdateId is { } update && HandledUpdates.Contains(document.Handled, update))
            || (request.FollowUp is { } due
                && !document.FollowUps.Any(f => f.Id == due.Id && f.Stamp == due.Stamp));

    /// <summary>True when the turn may still commit.</summary>
    public bool Fits(SessionDocument document)
        => document.Turn == turn.Basis && document.Prepared is null && Own.Fit(document);

    /// <summary>The document after the commit.</summary>
    /// <param name="document">The present one.</param>
    /// <param name="revision">The revision that it will have.</param>
    /// <param name="isSettled">Tells which decided commits every document knows of.</param>
    /// <exception cref="InvalidInputException">Something is too much.</exception>
    public SessionDocument Apply(SessionDocument document, long revision, Func<Guid, bool> isSettled) => document with
    {
        Turn = revision,
        Handled = turn.Request.UpdateId is { } update
            ? HandledUpdates.With(document.Handled, update, SessionLimits.MarksMax)
            : document.Handled,
        States = Own.ApplyTo(document, revision, now),
        Decided =
        [
            .. document.Decided.Where(d => !isSettled(d.Commit)),
            .. Others.Count == 0 ? Array.Empty<DecidedCommit>() : [new DecidedCommit(id, Others)],
        ],
        FollowUps = FollowUpsAfter(document, revision),
        Sends = SendsAfter(document),
    };

    private StoredFollowUp[] FollowUpsAfter(SessionDocument document, long revision)
    {
        var gone = commit.Cancelled.Concat(commit.Scheduled.Select(f => f.Id)).ToHashSet(StringComparer.Ordinal);
        var kept = document.FollowUps.Where(f => !gone.Contains(f.Id) && f.Id != turn.Request.FollowUp?.Id);
        var added = commit.Scheduled.Select(f => new StoredFollowUp(
            StoredChanges.NameOf(f.Id, "follow-up"),
            f.Due,
            revision,
            StoredChanges.ElementOf(f.Payload, "payload of a follow-up", SessionLimits.PayloadBytesMax)));
        StoredFollowUp[] all = [.. kept.Concat(added).OrderBy(f => f.Due)];
        return all.Length <= SessionLimits.FollowUpsMax
            ? all
            : throw new InvalidInputException(
                $"{all.Length} follow-ups would wait for one order key, and at most {SessionLimits.FollowUpsMax} are "
                + "allowed. Nothing was written. Give those that replace each other the same id.");
    }

    private StoredSend[] SendsAfter(SessionDocument document)
    {
        var added = commit.Sends.Select(s => new StoredSend(
            s.Id,
            s.ChatId,
            s.Method,
            StoredChanges.ElementOf(s.Payload, "payload of a send", SessionLimits.PayloadBytesMax),
            s.Delivery,
            now,
            IsTaken: false));
        StoredSend[] all = [.. document.Sends, .. added];
        return commit.Sends.Count == 0 || all.Length <= SessionLimits.SendsMax
            ? all
            : throw new DataUnavailableException(
                $"{all.Length} sends would wait for one order key, and at most {SessionLimits.SendsMax} are allowed. "
                + "Nothing was written. Run a sender, or wait until Telegram takes more.");
    }
}
