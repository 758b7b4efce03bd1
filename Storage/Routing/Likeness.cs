namespace HybridOrleans.Storage.Routing;

/// <summary>How a follower's record compares with the root's, where the follower was read first.</summary>
internal enum Likeness
{
    /// <summary>The same revision with the same bytes, or nothing on both sides.</summary>
    Equal,

    /// <summary>The follower lacks it or has an older one: it is healed.</summary>
    Behind,

    /// <summary>
    /// The follower has what the root never had, since the root was read later: somebody changed a store from outside.
    /// </summary>
    Divergent,
}
