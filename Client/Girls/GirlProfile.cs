using HybridOrleans.Client.Girls;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>A profile of the old bot: what it knows of one chat. Immutable; change it by <c>with</c>.</summary>
/// <remarks>
/// It reads both shapes of the old bot and is written in the shape that it was read in. What a change does not touch
/// keeps its text, at every level: unknown members, their order, number literals and escapes. A member of an unexpected
/// type reads as missing and stays as it is until the property is set.
/// </remarks>
public sealed record GirlProfile
{
    private readonly JsonText _source;

    /// <summary>Makes a new profile: no name, no messages.</summary>
    /// <param name="chatId">The user or group; not 0.</param>
    /// <exception cref="InvalidInputException">The id is 0.</exception>
    public GirlProfile(long chatId)
        : this(chatId, GirlTemplate.Of(GirlInput.RequireId(chatId)), isNew: true)
    {
    }

    private GirlProfile(long chatId, JsonText source, bool isNew)
    {
        var body = new GirlBody(source);
        _source = source;
        ChatId = chatId;
        IsNew = isNew;
        Name = body.Name;
        LastActivity = body.LastActivity;
        MessageCount = body.MessageCount is { } count ? JsonValues.NumberOf(count) ?? 0 : 0;
        Summary = body.Summary();
        Snapshots = body.Snapshots();
        PreviousResponseId = body.PreviousResponseId;
        Others = body.Others();
    }

    /// <summary>The user or group; it never changes.</summary>
    public long ChatId { get; }

    /// <summary>The name; empty when it is not known. A save trims it and cuts it to 64 characters.</summary>
    public string Name { get; init; }

    /// <summary>When the last message came, as text: UTC, ends in <c>Z</c> or <c>+00:00</c>; null for never.</summary>
    public string? LastActivity { get; init; }

    /// <summary>How many messages came.</summary>
    public long MessageCount { get; init; }

    /// <summary>Summaries by snapshot id (UTC, <c>yyyyMMddHHmmss</c>); the newest id is the greatest.</summary>
    public IReadOnlyDictionary<string, string> Summary { get; init; }

    /// <summary>What the old bot calls <c>profile</c>: an object for each snapshot id.</summary>
    public IReadOnlyDictionary<string, JsonText> Snapshots { get; init; }

    /// <summary>The id of the last answer of the AI service; null for none.</summary>
    public string? PreviousResponseId { get; init; }

    /// <summary>All other top-level members, as they are written.</summary>
    public IReadOnlyDictionary<string, JsonText> Others { get; init; }

    /// <summary>True when it was made and not read: then a save replaces whatever is stored.</summary>
    internal bool IsNew { get; }

    /// <summary>True when its name is not the one that was read.</summary>
    internal bool IsRenamed => IsNew || Name != new GirlBody(_source).Name;

    /// <summary>Reads a profile.</summary>
    /// <param name="chatId">The user or group; not 0. A member <c>chat_id</c> does not count.</param>
    /// <param name="body">A JSON object.</param>
    /// <exception cref="InvalidInputException">The id is 0, or the body is no JSON object.</exception>
    public static GirlProfile Read(long chatId, JsonText body)
    {
        Profiles.ProfileText.Require(body);
        return new(GirlInput.RequireId(chatId), new(CompactJson.From(body.Utf8.Span)), isNew: false);
    }

    /// <summary>The profile as JSON without white space.</summary>
    public JsonText ToJson() => ApplyTo(_source);

    /// <summary>Makes the changes that were made to this profile since it was read to another text of it.</summary>
    internal JsonText ApplyTo(JsonText stored)
        => JsonEdits.Apply(stored, GirlChanges.Between(
            new GirlProfile(ChatId, _source, IsNew), this, new GirlBody(stored).Layout));

    /// <summary>The sizes only: a profile is personal and must not reach a log.</summary>
    public override string ToString() => $"profile with {Snapshots.Count} snapshots and {Summary.Count} summaries";
}
