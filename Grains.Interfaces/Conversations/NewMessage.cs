namespace HybridOrleans.Grains.Interfaces;

/// <summary>A message to append to a conversation.</summary>
/// <remarks>Immutable. It is checked when it is appended.</remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.new-message")]
public sealed record NewMessage
{
    /// <summary>The longest text, in Unicode characters.</summary>
    public const int TextLengthMax = 4096;

    /// <summary>The longest id, in characters.</summary>
    public const int IdLengthMax = 128;

    /// <summary>The most messages that one call appends.</summary>
    public const int ManyMax = 64;

    /// <summary>Who wrote it.</summary>
    [Id(0)]
    public required MessageDirection Direction { get; init; }

    /// <summary>1 to <see cref="TextLengthMax"/> Unicode characters, and no half of a surrogate pair.</summary>
    [Id(1)]
    public required string Text { get; init; }

    /// <summary>
    /// Names the message, so that an update which Telegram or the bot delivers again adds nothing: 1 to
    /// <see cref="IdLengthMax"/> printable ASCII characters other than space, quote and backslash.
    /// </summary>
    /// <value>Null lets the client make one for each call: then only its own repetitions are recognised.</value>
    [Id(2)]
    public string? Id { get; init; }

    /// <summary>When it was written. Null for the moment at which the silo takes it.</summary>
    [Id(3)]
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Refuses a message that no silo takes.</summary>
    /// <exception cref="InvalidInputException">Its direction or its text is not acceptable.</exception>
    public void Require()
    {
        if (!Enum.IsDefined(Direction))
        {
            throw Refused($"its direction {(int)Direction} is none: use In or Out");
        }

        if (string.IsNullOrEmpty(Text))
        {
            throw Refused("its text is empty");
        }

        if (Text.EnumerateRunes().Count() is var length and > TextLengthMax)
        {
            throw Refused($"its text has {length:N0} characters, and at most {TextLengthMax:N0} are allowed");
        }

        // On its way to the silo such a text would be changed in silence.
        for (var i = 0; i < Text.Length; i++)
        {
            if (char.IsHighSurrogate(Text[i]) && i + 1 < Text.Length && char.IsLowSurrogate(Text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(Text[i]))
            {
                throw Refused("its text holds half of a surrogate pair");
            }
        }
    }

    /// <summary>Refuses messages that no silo takes together.</summary>
    /// <exception cref="InvalidInputException">
    /// There are none or too many, or one of them is not acceptable.
    /// </exception>
    public static void RequireMany(IReadOnlyList<NewMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count is < 1 or > ManyMax)
        {
            throw new InvalidInputException(
                $"{messages.Count:N0} messages at once are refused: append 1 to {ManyMax}. Nothing was written.");
        }

        foreach (var message in messages)
        {
            ArgumentNullException.ThrowIfNull(message, nameof(messages));
            message.Require();
        }
    }

    /// <summary>The sizes only: messages are personal data and must not reach a log.</summary>
    public override string ToString() => $"{Direction}, {Text?.Length ?? 0} characters";

    private static InvalidInputException Refused(string reason)
        => new($"The message is refused: {reason}. Nothing was written.");
}
