namespace HybridOrleans.Grains.Interfaces;

/// <summary>The session state of one owner of one bot.</summary>
/// <param name="Bot">The bot.</param>
/// <param name="Owner">Whose state it is.</param>
[GenerateSerializer, Immutable]
[Alias("hybrid.session-key")]
public readonly record struct SessionKey([property: Id(0)] BotId Bot, [property: Id(1)] SessionOwner Owner)
{
    /// <summary>Reads what <see cref="ToGrainKey"/> wrote.</summary>
    /// <exception cref="InvalidInputException">It wrote no such text.</exception>
    public static SessionKey FromGrainKey(string grainKey)
    {
        var parts = (grainKey ?? "").Split('/', 2);
        return parts.Length == 2
            ? new SessionKey(new BotId(parts[0]), SessionOwner.Parse(parts[1]))
            : throw new InvalidInputException("The key of a session grain is a bot and an owner, joined by '/'.");
    }

    /// <summary>The primary key of the grain.</summary>
    public string ToGrainKey() => $"{Bot}/{Owner}";

    /// <summary>Personal: keep it out of logs.</summary>
    public override string ToString() => ToGrainKey();
}
