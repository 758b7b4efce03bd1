namespace HybridOrleans.Model.Tests.Queue;

/// <summary>What the process that follows the list has in memory.</summary>
internal struct Follower
{
    public byte At;

    /// <summary>The key that is copied; of a complete walk, the key that is next.</summary>
    public byte Key;

    /// <summary>The revision that was read of it.</summary>
    public byte Read;

    /// <summary>The place to remember once the copy is stored.</summary>
    public ListPlace Then;

    public const byte Idle = 0;
    public const byte HasEntry = 1;
    public const byte HasRecord = 2;
    public const byte HasStored = 3;
    public const byte WalksAll = 4;
    public const byte WalkHasRecord = 5;
}
