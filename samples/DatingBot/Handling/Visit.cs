using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;
using HybridOrleans.Samples.DatingBot.Texts;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>One update in its turn: who sent it, what is known of them, and what the bot says.</summary>
/// <remarks>For the handler of the turn only.</remarks>
internal sealed class Visit(IUpdateTurn turn, Incoming incoming, Member member, ISession<Dialog> dialog)
{
    private int _lines;

    public IUpdateTurn Turn => turn;

    public Incoming Incoming => incoming;

    public long UserId => incoming.UserId;

    public Member Member => member;

    public Dialog Dialog => dialog.Value;

    public BotTexts Texts => BotTexts.In(member.Language);

    /// <summary>Ends what the bot has asked.</summary>
    public void EndDialog() => dialog.Clear();

    /// <summary>Says something to the user.</summary>
    public void Say(string text, params IReadOnlyList<ReplyButton> buttons) => SayTo(UserId, text, buttons);

    /// <summary>Says something to anybody: it goes out when the turn is kept, and into the conversation.</summary>
    public void SayTo(long chatId, string text, params IReadOnlyList<ReplyButton> buttons)
    {
        turn.Outbox.Send(chatId, Reply.Method, new Reply(text, buttons).ToJson());
        NoteLine(chatId, isFromBot: true, text);
    }

    /// <summary>Notes what the user has written.</summary>
    public void NoteWritten() => NoteLine(UserId, isFromBot: false, incoming.Text);

    /// <summary>Notes an event.</summary>
    public void NoteEvent(string type)
        => member.Notes.Add(New($"{incoming.UpdateId}/{type}", type));

    /// <summary>What is known of somebody else.</summary>
    /// <returns>Null when they have no profile.</returns>
    public async Task<Member?> FindAsync(long userId, CancellationToken cancellation)
    {
        var other = await turn.SessionAsync<Member>(SessionOwner.User(userId), cancellation);
        return other.Value.IsRegistered ? other.Value : null;
    }

    private void NoteLine(long chatId, bool isFromBot, string text)
    {
        if (text.Length > 0)
        {
            var note = New($"{incoming.UpdateId}.{++_lines}", text);
            member.Notes.Add(note with { ChatId = chatId, IsFromBot = isFromBot });
        }
    }

    private Note New(string id, string text)
        => new() { Number = member.Handled, Id = id, At = incoming.At, Text = text };
}
