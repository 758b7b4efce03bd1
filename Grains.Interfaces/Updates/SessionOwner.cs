using System.Globalization;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>Names whose session state it is: of a user, a chat, a user in a chat, a topic, or the bot itself.</summary>
/// <remarks>
/// Immutable. <c>default</c> is the bot. All state of one owner lies in one record and is changed together.
/// </remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.session-owner")]
public readonly record struct SessionOwner
{
    private SessionOwner(SessionKind kind, long id, long other)
    {
        if (id == 0 && kind != SessionKind.Bot)
        {
            throw new InvalidInputException("0 is no Telegram id: use the id of a user, or of a group (negative).");
        }

        (Kind, Id, Other) = (kind, id, other);
    }

    /// <summary>What it is.</summary>
    [Id(0)]
    public SessionKind Kind { get; }

    /// <summary>The user, or the chat of <see cref="SessionKind.Chat"/> and <see cref="SessionKind.Topic"/>.</summary>
    [Id(1)]
    public long Id { get; }

    /// <summary>The chat of a member, or the thread id of a topic; else 0.</summary>
    [Id(2)]
    public long Other { get; }

    /// <summary>The bot itself. Every update that changes it waits for the others: keep it for what changes rarely.
    /// </summary>
    public static SessionOwner Bot => default;

    /// <summary>A user, in every chat.</summary>
    public static SessionOwner User(long userId) => new(SessionKind.User, userId, 0);

    /// <summary>A chat, for all who are in it.</summary>
    public static SessionOwner Chat(long chatId) => new(SessionKind.Chat, chatId, 0);

    /// <summary>A user in a chat. It is erased with the user.</summary>
    public static SessionOwner Member(long userId, long chatId)
        => chatId == 0
            ? throw new InvalidInputException("0 is no chat id: use the id of a user, or of a group (negative).")
            : new(SessionKind.Member, userId, chatId);

    /// <summary>A topic of a forum. The general topic has thread id 0 or 1, as Telegram gives it.</summary>
    public static SessionOwner Topic(long chatId, long threadId) => new(SessionKind.Topic, chatId, threadId);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="InvalidInputException">It wrote no such text.</exception>
    public static SessionOwner Parse(string text)
    {
        SessionOwner? owner = (text ?? "").Split('/') switch
        {
            ["bot"] => Bot,
            [var id, "user"] => User(Number(id)),
            [var id, "chat"] => Chat(Number(id)),
            [var id, "member", var chat] => Member(Number(id), Number(chat)),
            [var id, "topic", var thread] => Topic(Number(id), Number(thread)),
            _ => null,
        };
        return owner is { } found && found.ToString() == text ? found : throw NoOwner();
    }

    /// <summary>One text for each owner, such as <c>42/member/-100</c>. Personal: keep it out of logs.</summary>
    public override string ToString() => Kind switch
    {
        SessionKind.User => string.Create(CultureInfo.InvariantCulture, $"{Id}/user"),
        SessionKind.Chat => string.Create(CultureInfo.InvariantCulture, $"{Id}/chat"),
        SessionKind.Member => string.Create(CultureInfo.InvariantCulture, $"{Id}/member/{Other}"),
        SessionKind.Topic => string.Create(CultureInfo.InvariantCulture, $"{Id}/topic/{Other}"),
        _ => "bot",
    };

    private static long Number(string text)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw NoOwner();

    private static InvalidInputException NoOwner() => new("The text names no owner of session state.");
}
