namespace HybridOrleans.Grains.Interfaces;

/// <summary>Lists the profiles of a bot. The key is the bot id; any silo answers.</summary>
[Alias("hybrid.user-directory")]
[GrainInterfaceType("hybrid.user-directory")]
public interface IUserDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Reads one page of the list; deleted profiles are left out.</summary>
    /// <param name="after">Null to begin, else <see cref="ProfilePage.Next"/> of the page before.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("list")]
    ValueTask<ProfilePage> ListAsync(string? after, int limit, CancellationToken cancellation);
}
