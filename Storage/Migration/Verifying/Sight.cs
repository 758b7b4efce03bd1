namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>How both sides of a suspected key looked.</summary>
internal enum Sight
{
    /// <summary>They hold the same.</summary>
    Equal,

    /// <summary>The root changed between two looks: nothing can be said.</summary>
    Moving,

    /// <summary>The follower has an older revision, or none.</summary>
    Behind,

    /// <summary>The follower holds what the root never wrote, or damaged bytes.</summary>
    Different,
}
