namespace HybridOrleans.Client.Girls;

/// <summary>Where a profile keeps what: the old bot wrote two shapes.</summary>
internal sealed class GirlLayout
{
    /// <summary><c>{chat_id, name, …, summary, profile, previous_response_id}</c>.</summary>
    public static readonly GirlLayout Plain = new([], "chat_id", "profile");

    /// <summary>
    /// <c>{telegram_id, name, …, profile: {message_count, profile_data, summary, previous_response_id}}</c>.
    /// </summary>
    public static readonly GirlLayout Flat = new(["profile"], "telegram_id", "profile_data");

    private readonly string[] _inner;

    private GirlLayout(string[] inner, string id, string snapshots)
    {
        _inner = inner;
        Id = [id];
        Snapshots = [.. inner, snapshots];
    }

    public string[] Id { get; }

    public string[] Name { get; } = ["name"];

    public string[] LastActivity { get; } = ["last_activity"];

    public string[] MessageCount => [.. _inner, "message_count"];

    public string[] Summary => [.. _inner, "summary"];

    public string[] Snapshots { get; }

    public string[] PreviousResponseId => [.. _inner, "previous_response_id"];

    /// <summary>True for a top-level member that a profile has a property for.</summary>
    public bool Knows(string name)
        => name == Id[0] || name == Name[0] || name == LastActivity[0] || name == MessageCount[0]
            || name == Summary[0] || name == Snapshots[0] || name == PreviousResponseId[0];
}
