namespace HybridOrleans.Storage.Migration;

/// <summary>What a read that goes to a store asks.</summary>
internal enum ActivationReads
{
    /// <summary>The root alone.</summary>
    Root,

    /// <summary>The root answers; the follower is asked too, and a difference is counted and healed.</summary>
    RootAndCompare,

    /// <summary>
    /// The follower is asked first and the root second. The follower's body answers if its revision and hash are the
    /// root's; else the root answers and the follower is healed.
    /// </summary>
    FollowerIfEqual,
}
