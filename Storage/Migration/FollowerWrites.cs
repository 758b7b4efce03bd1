namespace HybridOrleans.Storage.Migration;

/// <summary>How the follower learns of a write.</summary>
internal enum FollowerWrites
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>After the root has it and before the caller hears of it; where that fails, debt is raised.</summary>
    BeforeAcknowledgement,

    /// <summary>From a queue that the root writes in the same transaction.</summary>
    Queued,
}
