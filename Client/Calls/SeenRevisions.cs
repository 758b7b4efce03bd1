using System.Collections.Concurrent;

namespace HybridOrleans.Client.Calls;

/// <summary>The newest revision that this client has seen of each record, of so many records.</summary>
/// <remarks>
/// Thread-safe. Two generations: when the young one is full it becomes the old one, and what is used moves over. So
/// what was used last stays, without a list that every read would have to lock.
/// </remarks>
internal sealed class SeenRevisions<TKey>(int countMax)
    where TKey : struct
{
    private readonly int _generationMax = (countMax + 1) / 2;
    private ConcurrentDictionary<TKey, long> _young = new();
    private ConcurrentDictionary<TKey, long> _old = new();
    private int _youngCount;

    /// <summary>0 when nothing is remembered.</summary>
    public long Of(TKey key)
    {
        if (_young.TryGetValue(key, out var revision))
        {
            return revision;
        }

        if (!_old.TryGetValue(key, out revision))
        {
            return 0;
        }

        Remember(key, revision);
        return revision;
    }

    /// <summary>Takes note of a revision; an older one than the remembered changes nothing.</summary>
    public void Remember(TKey key, long revision)
    {
        if (_generationMax == 0 || revision == 0)
        {
            return;
        }

        var young = _young;
        while (true)
        {
            if (young.TryGetValue(key, out var known))
            {
                if (revision <= known || young.TryUpdate(key, revision, known))
                {
                    return;
                }
            }
            else if (young.TryAdd(key, Math.Max(revision, _old.GetValueOrDefault(key))))
            {
                TurnWhenFull(young);
                return;
            }
        }
    }

    private void TurnWhenFull(ConcurrentDictionary<TKey, long> young)
    {
        // Counted apart: the dictionary's own Count takes all of its locks.
        if (Interlocked.Increment(ref _youngCount) == _generationMax)
        {
            _old = young;
            _young = new();
            Interlocked.Exchange(ref _youngCount, 0);
        }
    }
}
