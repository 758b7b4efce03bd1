using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Hosting;
using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Handles an update to the end: its turn, and then what it has caused elsewhere.</summary>
/// <remarks>Safe for many callers at once, in many instances.</remarks>
internal sealed class UpdateHandler(
    IHybridDataStore data,
    Dispatcher dispatcher,
    Bookkeeping bookkeeping,
    Erasing erasing,
    DatingBotOptions options)
{
    /// <summary>Of how many users it is remembered what was written.</summary>
    private const int RememberedMax = 100_000;

    private readonly BotId _bot = new(options.Bot);
    private readonly Dictionary<long, long> _written = [];
    private readonly Lock _gate = new();

    /// <summary>Handles an update. When it returns everything is durable, and Telegram may be told.</summary>
    /// <exception cref="HybridException">Something is not durable: the update must come again.</exception>
    public async Task HandleAsync(Incoming incoming, CancellationToken cancellation)
    {
        var update = new BotUpdate
        {
            Bot = _bot,
            Id = incoming.UpdateId,
            UserId = incoming.UserId,
            ChatId = incoming.UserId,
        };
        Member? member = null;
        var outcome = await data.Updates.HandleAsync(
            update, async (turn, lost) => member = await TakeTurnAsync(turn, incoming, lost), cancellation);
        if (outcome == UpdateOutcome.AlreadyHandled)
        {
            // Whoever handled it may have ended before the rest was written.
            await data.Updates.ActAsync(
                _bot,
                update.Order,
                async (turn, lost) => member = (await turn.OwnAsync<Member>(lost)).Value,
                cancellation);
        }

        var key = new UserKey(_bot, incoming.UserId);
        if (member!.IsLeaving)
        {
            await erasing.EraseAsync(key, member.Language, cancellation);
            return;
        }

        await bookkeeping.WriteAsync(key, member, cancellation);
        Written(incoming.UserId, member.Handled);
    }

    private async Task<Member> TakeTurnAsync(IUpdateTurn turn, Incoming incoming, CancellationToken lost)
    {
        var session = await turn.OwnAsync<Member>(lost);
        var member = session.Value;
        if (session.IsNew)
        {
            await TakeOverAsync(member, incoming, lost);
        }

        var written = WrittenOf(incoming.UserId);
        member.Notes.RemoveAll(n => n.Number <= written);
        if (!Bookkeeping.HasRoom(member))
        {
            throw new DataUnavailableException("Too much of one user waits to be written. The update was not handled.");
        }

        member.Handled++;
        member.LastActivity = incoming.At;
        member.Language = incoming.Language.Length > 0 ? incoming.Language : member.Language;
        var visit = new Visit(turn, incoming, member, await turn.OwnAsync<Dialog>(lost));
        if (incoming.Button is null)
        {
            member.Messages++;
            visit.NoteWritten();
            visit.NoteEvent("message");
        }

        await dispatcher.HandleAsync(visit, lost);
        if (!member.IsRegistered)
        {
            // Nothing is kept of somebody who has no profile.
            member.Notes.Clear();
        }

        return member;
    }

    /// <summary>Somebody new to this bot may have a profile already, as after an import.</summary>
    private async Task TakeOverAsync(Member member, Incoming incoming, CancellationToken cancellation)
    {
        var key = new UserKey(_bot, incoming.UserId);
        var stored = await data.Users.GetAsync(key, Freshness.Cached, cancellation);
        member.Answers = PersonCard.Of(incoming.UserId, stored.Body)?.Answers;
        member.Handled = ProfileBody.VersionOf(stored.Body);
    }

    private void Written(long userId, long number)
    {
        lock (_gate)
        {
            if (_written.Count >= RememberedMax)
            {
                // What is forgotten is written again, which changes nothing.
                _written.Clear();
            }

            _written[userId] = Math.Max(number, _written.GetValueOrDefault(userId));
        }
    }

    private long WrittenOf(long userId)
    {
        lock (_gate)
        {
            return _written.GetValueOrDefault(userId);
        }
    }
}
