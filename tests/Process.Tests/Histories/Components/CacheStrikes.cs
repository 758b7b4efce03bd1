using HybridOrleans.TestKit;

namespace HybridOrleans.Process.Tests.Histories.Components;

/// <summary>What happens to the cache between the silos.</summary>
internal sealed class CacheStrikes(RedisServer cache) : IDisposable
{
    private readonly string _copies = Directory.CreateTempSubdirectory("hybrid-copies-").FullName;
    private int _copied;

    /// <summary>Keeps a copy of what is there now, to come back later. Only the last ones are old enough.</summary>
    public void Age() => cache.Copy($"{_copies}/{_copied++}");

    public async Task KillAsync()
    {
        await cache.KillAsync();
        await cache.StartAgainAsync(CancellationToken.None);
    }

    public Task FlushAsync() => cache.FlushAsync(database: 0, CancellationToken.None);

    /// <summary>Brings back the copy before the last one.</summary>
    public async Task RestoreAsync()
    {
        await cache.KillAsync();
        cache.Restore($"{_copies}/{Math.Max(0, _copied - 2)}");
        await cache.StartAgainAsync(CancellationToken.None);
        Dispose();
        Directory.CreateDirectory(_copies);
        _copied = 0;
    }

    public void Dispose() => Directory.Delete(_copies, recursive: true);
}
