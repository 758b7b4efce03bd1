namespace HybridOrleans.Grains.Interfaces;

/// <summary>Lists the chats and the configurations of a bot. The key is the bot id; any silo answers.</summary>
/// <remarks>It is no snapshot: what is written meanwhile is listed or not. Works in every phase, and walks the root.
/// </remarks>
[Alias("hybrid.key-directory")]
[GrainInterfaceType("hybrid.key-directory")]
public interface IKeyDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The ids of chats with messages, and some that had; an id may be on several pages.</summary>
    /// <param name="after">Null to begin, else <see cref="KeyPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("chats")]
    ValueTask<KeyPage> ChatsAsync(string? after, int limit, CancellationToken cancellation);

    /// <summary>The scope ids of one scope, deleted ones left out; an empty one is not listed.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="after">Null to begin, else <see cref="KeyPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    [Alias("scope")]
    ValueTask<KeyPage> ScopeAsync(string scope, string? after, int limit, CancellationToken cancellation);
}
