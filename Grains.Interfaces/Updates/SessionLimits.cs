namespace HybridOrleans.Grains.Interfaces;

/// <summary>How much one owner of session state may have. What is above is refused, and nothing is written.</summary>
public static class SessionLimits
{
    /// <summary>The longest name of a state or of a follow-up, in characters.</summary>
    public const int NameLengthMax = 64;

    /// <summary>The largest state, in bytes of JSON: 256 KiB. All of one owner together have 1 MiB.</summary>
    public const int StateBytesMax = 256 * 1024;

    /// <summary>The most follow-ups that wait.</summary>
    public const int FollowUpsMax = 100;

    /// <summary>The largest payload of a follow-up or of a send, in bytes of JSON: 32 KiB.</summary>
    public const int PayloadBytesMax = 32 * 1024;

    /// <summary>The most sends that wait.</summary>
    public const int SendsMax = 200;

    /// <summary>How many handled updates are remembered, the latest of each order key.</summary>
    public const int MarksMax = 1_000;
}
