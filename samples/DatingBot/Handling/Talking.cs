using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;
using HybridOrleans.Samples.DatingBot.Texts;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Lets two users talk with each other, without showing one's Telegram name to the other.</summary>
internal static class Talking
{
    public const string Button = "talk";
    public const string DeclineButton = "decline";

    public static async Task BeginAsync(Visit visit, long userId, CancellationToken cancellation)
    {
        if (userId == 0 || userId == visit.UserId || await visit.FindAsync(userId, cancellation) is not { } other)
        {
            visit.Say(visit.Texts.Gone);
            return;
        }

        visit.Member.Declined.Remove(userId);
        if (other.Declined.Contains(visit.UserId))
        {
            visit.Say(visit.Texts.DoesNotWant(other.Answers!.Name));
            return;
        }

        visit.Member.TalksWith = userId;
        visit.NoteEvent("talk");
        visit.Say(visit.Texts.TalkBegins(other.Answers!.Name));
        var name = visit.Member.Answers!.Name;
        var texts = InTheirs(other);
        visit.SayTo(
            userId,
            other.TalksWith == visit.UserId ? texts.IsHere(name) : texts.WantsToTalk(name),
            Choice(visit, other));
    }

    public static async Task DeclineAsync(Visit visit, long userId, CancellationToken cancellation)
    {
        if (userId == 0 || await visit.FindAsync(userId, cancellation) is not { } other)
        {
            visit.Say(visit.Texts.Gone);
            return;
        }

        visit.Member.Declined.Add(userId);
        if (visit.Member.TalksWith == userId)
        {
            visit.Member.TalksWith = null;
        }

        visit.Say(visit.Texts.Declined(other.Answers!.Name));
    }

    public static async Task RelayAsync(Visit visit, CancellationToken cancellation)
    {
        if (visit.Member.TalksWith is not { } userId)
        {
            visit.Say(visit.Texts.NotTalking);
            return;
        }

        var other = await visit.FindAsync(userId, cancellation);
        if (other is null || other.Declined.Contains(visit.UserId))
        {
            visit.Member.TalksWith = null;
            visit.Say(other is null ? visit.Texts.Gone : visit.Texts.DoesNotWant(other.Answers!.Name));
            return;
        }

        var line = $"{visit.Member.Answers!.Name}: {visit.Incoming.Text}";
        visit.SayTo(userId, Cut(line), Choice(visit, other));
    }

    public static async Task EndAsync(Visit visit, CancellationToken cancellation)
    {
        if (visit.Member.TalksWith is not { } userId)
        {
            visit.Say(visit.Texts.NotTalking);
            return;
        }

        visit.Member.TalksWith = null;
        visit.Say(visit.Texts.TalkEnds);
        if (await visit.FindAsync(userId, cancellation) is { } other && other.TalksWith == visit.UserId)
        {
            visit.SayTo(userId, InTheirs(other).HasLeft(visit.Member.Answers!.Name));
        }
    }

    /// <summary>Whoever does not talk with the sender may answer or refuse.</summary>
    private static ReplyButton[] Choice(Visit visit, Member other) => other.TalksWith == visit.UserId
        ? []
        :
        [
            new(InTheirs(other).Answer, ButtonData.Of(Button, visit.UserId)),
            new(InTheirs(other).NotNow, ButtonData.Of(DeclineButton, visit.UserId)),
        ];

    private static BotTexts InTheirs(Member other) => BotTexts.In(other.Language);

    private static string Cut(string line)
    {
        if (line.Length <= Reply.TextMax)
        {
            return line;
        }

        // Not through the middle of a character that takes two units.
        return line[..(char.IsHighSurrogate(line[Reply.TextMax - 1]) ? Reply.TextMax - 1 : Reply.TextMax)];
    }
}
