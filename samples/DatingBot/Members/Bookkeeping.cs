using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>Writes what a member's turns have caused elsewhere: conversation, events, profile.</summary>
/// <remarks>
/// The turn keeps <see cref="Member.Notes"/> together with the mark that the update was handled. Afterwards they are
/// written here, in their order, and only then the update is confirmed. After a crash in between the update comes
/// again: it changes nothing in the session, and the notes are written again. That adds nothing, since messages and
/// events are recognised by their ids and the profile by its version. So each update has each of its effects once.
/// </remarks>
internal sealed class Bookkeeping(IHybridDataStore data)
{
    /// <summary>How long the notes of one user may get while a store is away, in UTF-16 units.</summary>
    public const int LengthMax = 50_000;

    private const int LengthOfNote = 150;

    /// <summary>Whether a member has room for what one more update causes.</summary>
    public static bool HasRoom(Member member) => member.Notes.Sum(n => n.Text.Length + LengthOfNote) < LengthMax;

    /// <summary>Writes everything. Repeating it is harmless.</summary>
    public async Task WriteAsync(UserKey key, Member member, CancellationToken cancellation)
    {
        foreach (var (chat, lines) in Lines(member))
        {
            foreach (var some in lines.Chunk(NewMessage.ManyMax))
            {
                await data.Conversations.AppendManyAsync(new ConversationKey(key.Bot, chat), some, cancellation);
            }
        }

        await Task.WhenAll(member.Notes.Where(n => n.ChatId is null).Select(
            note => data.Analytics.LogEventAsync(key.Bot, Event(key, note, member), cancellation).AsTask()));
        if (member.IsRegistered)
        {
            await SaveProfileAsync(key, member, cancellation);
        }
    }

    private static IEnumerable<(long Chat, List<NewMessage> Lines)> Lines(Member member)
        => member.Notes.Where(n => n.ChatId is not null).GroupBy(n => n.ChatId!.Value)
            .Select(g => (g.Key, g.Select(Line).ToList()));

    private static NewMessage Line(Note note) => new()
    {
        Direction = note.IsFromBot ? MessageDirection.Out : MessageDirection.In,
        Text = note.Text,
        Id = note.Id,
        Timestamp = note.At,
    };

    private static NewEvent Event(UserKey key, Note note, Member member) => new()
    {
        Type = note.Text,
        UserId = key.TelegramId,
        Id = note.Id,
        Timestamp = note.At,
        Dimensions = new Dictionary<string, string> { ["lang"] = member.Language },
    };

    private async Task SaveProfileAsync(UserKey key, Member member, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await data.Users.GetAsync(key, Freshness.Fresh, cancellation);
            if (ProfileBody.Next(stored.Body, key.TelegramId, member) is not { } next)
            {
                return;
            }

            try
            {
                await data.Users.SaveAsync(key, next, stored.Revision, cancellation);
                return;
            }
            catch (RevisionConflictException)
            {
                // Somebody else was faster: the next look tells whether theirs is newer.
            }
        }
    }
}
