namespace HybridOrleans.Grains.Interfaces;

/// <summary>Knows for which order keys of a bot something is to be done, and when. The primary key is the bot id.
/// </summary>
/// <remarks>
/// It holds nothing that is not stored elsewhere. The bot's own instances keep it awake: without them nobody could do
/// what it knows of.
/// </remarks>
[Alias("hybrid.update-desk")]
[GrainInterfaceType("hybrid.update-desk")]
public interface IUpdateDeskGrain : IGrainWithStringKey
{
    /// <summary>Takes order keys whose time has come; each is one caller's for a while.</summary>
    /// <param name="countMax">At most so many.</param>
    [Alias("take")]
    ValueTask<IReadOnlyList<SessionOwner>> TakeAsync(int countMax);

    /// <summary>Tells when to look at an order key again; null for never.</summary>
    /// <param name="owner">The order key.</param>
    /// <param name="after">From now.</param>
    [Alias("done")]
    ValueTask DoneAsync(SessionOwner owner, TimeSpan? after);

    /// <summary>Tells of something new. The earlier of two times counts.</summary>
    /// <param name="owner">The order key.</param>
    /// <param name="after">From now.</param>
    [Alias("note")]
    ValueTask NoteAsync(SessionOwner owner, TimeSpan after);
}
