namespace HybridOrleans.Grains.Interfaces;

/// <summary>How large a configuration may be.</summary>
public static class ConfigurationLimits
{
    /// <summary>The largest body, in bytes without white space: 1,008 KiB; its history takes the rest.</summary>
    public const int BodyBytesMax = JsonText.BytesMax - HistoryBytesMax;

    /// <summary>The most bytes that the history takes beside the body.</summary>
    public const int HistoryBytesMax = 16 * 1024;

    /// <summary>The most changes that are remembered.</summary>
    public const int ChangesMax = 20;
}
