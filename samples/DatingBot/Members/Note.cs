using System.Text.Json.Serialization;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>Something that an update has caused outside of the session. It is part of the update's commit.</summary>
internal sealed record Note
{
    /// <summary><see cref="Member.Handled"/> of the update.</summary>
    public required long Number { get; init; }

    /// <summary>Names it for ever, so that writing it again adds nothing.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened: when the user wrote.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The chat whose conversation gets the line; null for an event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ChatId { get; init; }

    /// <summary>True when the bot wrote the line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsFromBot { get; init; }

    /// <summary>The line, or the type of the event.</summary>
    public required string Text { get; init; }
}
