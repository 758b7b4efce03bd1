using System.Globalization;

namespace HybridOrleans.Storage.Cache;

/// <summary>What Redis itself decides when an entry is put there.</summary>
internal static class CacheScripts
{
    private static readonly string HeadLast =
        (CacheEntryFormat.RevisionAt + sizeof(long) - 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Puts an entry for so many milliseconds unless a newer revision is there, so that a late one changes nothing.
    /// </summary>
    public static string PutUnlessNewer { get; } = $"""
        local held = redis.call('GETRANGE', KEYS[1], 0, {HeadLast})
        if #held == {HeadLast} + 1 and string.sub(held, 1, 2) == string.sub(ARGV[1], 1, 2)
          and struct.unpack('>I8', held, {CacheEntryFormat.RevisionAt + 1})
            > struct.unpack('>I8', ARGV[1], {CacheEntryFormat.RevisionAt + 1}) then
          return 0
        end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;
}
