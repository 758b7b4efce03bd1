using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Migration.Views;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Rehearsing;

/// <summary>Reads of a few keys of the share, one after another, with a pause between two.</summary>
internal sealed class RehearsalReads(ILiveTraffic traffic, TimeProvider time)
{
    private const int KeysMax = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly List<RecordKey> _keys = [];

    /// <summary>The keys that are read.</summary>
    public IReadOnlyList<RecordKey> Keys => _keys;

    /// <summary>Takes the first keys of the share that the root has.</summary>
    public async Task ChooseAsync(
        IMigratableStore root, MigrationDocument document, int sharePercent, CancellationToken cancellation)
    {
        var view = new MigrationView(document.Component, document.Epoch, Phase.Live, sharePercent);
        await foreach (var header in root.WalkAsync(document.Component, "", RecordCursor.Start, cancellation))
        {
            if (view.IsInShare(header.Key))
            {
                _keys.Add(header.Key);
            }

            if (_keys.Count == KeysMax)
            {
                return;
            }
        }
    }

    /// <summary>Reads for a while, at least once.</summary>
    public async Task ForAsync(TimeSpan duration, ReadTally tally, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        do
        {
            await ReadAsync(_keys[tally.Count % _keys.Count], tally, cancellation);
            await Task.Delay(Pause, time, cancellation);
        }
        while (time.GetElapsedTime(began) < duration);
    }

    private async Task ReadAsync(RecordKey key, ReadTally tally, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var isFailed = false;
        try
        {
            await traffic.ReadAsync(key, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            isFailed = true;
        }

        tally.Add(time.GetElapsedTime(began), isFailed);
    }
}
