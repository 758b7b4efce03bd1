using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Which folders a walk looks through.</summary>
public sealed class WalkingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("../users", "../users/1.json")]
    [InlineData("../", "../users/1.json")]
    [InlineData("./", "users/1.json")]
    [InlineData(".quarantine/", ".quarantine/users/1.json")]
    public void A_prefix_that_no_key_can_have_leads_to_no_folder(string prefix, string file)
    {
        Assert.Throws<OperationCanceledException>(() => Walk("bot/", "bot/users/01/1.json"));
        Assert.Empty(Walk(prefix, file));
    }

    [Fact]
    public async Task A_record_with_a_newer_tombstone_is_deleted_though_its_plain_file_came_back()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var key = RecordKeys.User("bot", 1);
        await store.MustWriteAsync(key, 0, "1");
        var path = JsonPaths.Of(_folder.Root, key).Plain;
        var before = await File.ReadAllBytesAsync(path, Cancel);
        await store.MustWriteAsync(key, 1, null);
        await File.WriteAllBytesAsync(path, before, Cancel);
        var digests = await store.WalkDigestsAsync(Component.Users, RecordCursor.Start, FullPace.Instance, Cancel)
            .ToListAsync(Cancel);
        Assert.Equal((key, 2, true), Told(Assert.Single(digests)));
        var records = await store.WalkRecordsAsync(Component.Users, RecordCursor.Start, FullPace.Instance, Cancel)
            .ToListAsync(Cancel);
        Assert.True(Assert.Single(records).Record!.IsTombstone);
    }

    [Fact]
    public async Task What_is_deleted_and_written_during_a_walk_is_told_as_it_is_then()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var keys = Enumerable.Range(1, 5_000).Select(id => RecordKeys.User("bot", id)).ToList();
        await Task.WhenAll(keys.Select(key => store.MustWriteAsync(key, 0, "1")));
        var told = new Dictionary<RecordKey, (RecordKey, long, bool)>();
        var walk = store.WalkDigestsAsync(Component.Users, RecordCursor.Start, FullPace.Instance, Cancel);
        await foreach (var digest in walk)
        {
            if (told.Count == 0)
            {
                // Far more than a walk reads ahead.
                await Task.WhenAll(keys.Select(key => store.MustWriteAsync(key, 1, key == keys[0] ? "2" : null)));
            }

            told.Add(digest.Key, Told(digest));
        }

        Assert.Equal(keys.Count, told.Count);
        Assert.InRange(told.Values.Count(t => t.Item3), 3_000, 4_999);
        Assert.All(told.Values, t => Assert.True(t.Item2 == 2 || !t.Item3, $"{t}"));
    }

    [Fact]
    public async Task A_gentle_walk_reads_what_was_asked_for_and_little_more()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await GentleWalks.MeetWhatChangesBehindTheFirstPieceAsync(store, Cancel);
    }

    public void Dispose() => _folder.Dispose();

    private static (RecordKey Key, long Revision, bool IsTombstone) Told(RecordDigest digest)
        => (digest.Key, digest.Revision.Value, digest.IsTombstone);

    /// <summary>A walk that was given up ends with an error as soon as it meets any file.</summary>
    private IReadOnlyList<ListedRecord> Walk(string prefix, string file)
    {
        var path = Path.GetFullPath($"{_folder.Root}/{file}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "1");
        var walk = new RecordWalk(_folder.Root, Component.Users, prefix, RecordCursor.Start);
        return RecordWalk.InOrder([walk.RecordsIn(walk.Folders(), new CancellationToken(canceled: true))]);
    }
}
