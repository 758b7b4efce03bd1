using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Somebody who talks with the bot in a private chat.</summary>
/// <remarks>For one caller at a time.</remarks>
internal sealed class Person(BotApiStandIn api, long id, string firstName, string language)
{
    private int _read;

    public long Id => id;

    /// <summary>Everything that the bot has sent to this person.</summary>
    public IEnumerable<SentMessage> Received => api.Sent.All.Where(m => m.ChatId == id);

    private User User => new() { Id = id, FirstName = firstName, LanguageCode = language };

    private Chat Chat => new() { Id = id, Type = ChatType.Private, FirstName = firstName };

    /// <summary>Writes a message. It returns at once.</summary>
    public void Say(string text) => api.Updates.Add(update => update.Message = new Message
    {
        Id = update.Id,
        Date = TimeProvider.System.GetUtcNow().UtcDateTime,
        From = User,
        Chat = Chat,
        Text = text,
    });

    /// <summary>Presses the newest button that has this label.</summary>
    public void Press(string label)
    {
        var (message, button) = Received.Reverse()
            .SelectMany(m => m.Buttons.Select(b => (Message: m, Button: b)))
            .First(b => b.Button.Label == label);
        Press(message, button.Data);
    }

    /// <summary>Waits for the next message that holds a text; those before it count as read.</summary>
    public async Task<SentMessage> ReadAsync(string text, CancellationToken cancellation)
    {
        var message = await api.Sent.WaitAsync(
            m => m.ChatId == id && m.Text.Contains(text, StringComparison.Ordinal), _read, cancellation);
        _read = message.Id;
        return message;
    }

    private void Press(SentMessage message, string data) => api.Updates.Add(update => update.CallbackQuery = new()
    {
        Id = $"{update.Id}",
        From = User,
        ChatInstance = $"{id}",
        Data = data,
        Message = new Message
        {
            Id = message.Id,
            Date = TimeProvider.System.GetUtcNow().UtcDateTime,
            Chat = Chat,
            Text = message.Text,
        },
    });
}
