using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Json.Store;
using Xunit;

namespace HybridOrleans.Storage.Tests;

/// <summary>How far a gentle walk reads ahead of who takes its records.</summary>
internal static class GentleWalks
{
    private const int PieceMax = 64;
    private const int Records = 4 * PieceMax;

    /// <summary>What changes once the first record was taken is met as it is then, but for the first piece.</summary>
    public static async Task MeetWhatChangesBehindTheFirstPieceAsync(
        IMigratableStore store, CancellationToken cancellation)
    {
        var keys = Enumerable.Range(1, Records).Select(id => RecordKeys.User("bot", id)).ToList();
        await Task.WhenAll(keys.Select(key => store.MustWriteAsync(key, 0, "1")));
        var digests = new List<long>();
        await foreach (var digest in store.WalkDigestsAsync(
            Component.Users, RecordCursor.Start, Gentle.Instance, cancellation))
        {
            if (digests.Count == 0)
            {
                await Task.WhenAll(keys.Select(key => store.MustWriteAsync(key, 1, "2")));
            }

            digests.Add(digest.Revision.Value);
        }

        var records = new List<long>();
        await foreach (var (_, record) in store.WalkRecordsAsync(
            Component.Users, RecordCursor.Start, Gentle.Instance, cancellation))
        {
            if (records.Count == 0)
            {
                await Task.WhenAll(keys.Select(key => store.MustWriteAsync(key, 2, "3")));
            }

            records.Add(record!.Revision.Value);
        }

        Assert.Equal((Records, Records), (digests.Count, records.Count));
        Assert.All(digests.Skip(PieceMax), revision => Assert.Equal(2, revision));
        Assert.All(records.Skip(PieceMax), revision => Assert.Equal(3, revision));
    }

    private sealed class Gentle : IWalkPace
    {
        public static readonly Gentle Instance = new();

        public bool IsGentle => true;
    }
}
