namespace HybridOrleans.Storage.Migration.Verifying;

/// <summary>How long a store has given nothing, and when it is to be asked again.</summary>
/// <remarks>It begins with the first failure: a store that nobody asks is not silent.</remarks>
internal sealed class Silence(TimeProvider time)
{
    /// <summary>What gave nothing for so long is given up.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    private long? _since;
    private TimeSpan _pause;

    /// <summary>The store has given something.</summary>
    public void End() => _since = null;

    /// <summary>How long to wait after a failure: twice as long as after the one before it.</summary>
    /// <returns>Null when the silence has lasted too long.</returns>
    public TimeSpan? NextPause()
    {
        if (_since is not { } since)
        {
            _since = time.GetTimestamp();
            return _pause = PauseMin;
        }

        var left = Max - time.GetElapsedTime(since);
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        _pause = _pause * 2 < PauseMax ? _pause * 2 : PauseMax;
        return _pause < left ? _pause : left;
    }
}
