using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Copies share the batches, the journal and the replay of live writes.</summary>
public sealed class CopyingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Copies_and_writes_that_wait_at_once_share_one_flush()
    {
        using var gate = new ManualResetEventSlim();
        var flushes = 0;
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var probe = new EveryProbe(ProbePoint.Flushed, () =>
        {
            if (Interlocked.Increment(ref flushes) == 1)
            {
                first.SetResult();
                gate.Wait();
            }
        });
        await using var store = await JsonStores.OpenAsync(JsonStores.Options(_folder.Root), new TestHooks(probe));
        var holding = store.MustWriteAsync(Key(0), 0, "0");
        await first.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var writes = Enumerable.Range(1, 20).Select(i => store.MustWriteAsync(Key(i), 0, "1")).ToArray();
        RecordCopy[] many = [.. Enumerable.Range(41, 20).Select(i => Copy(Key(i), 9, "9"))];
        var copies = Enumerable.Range(21, 20).Select(i => Copy(Key(i), 7, "7")).Select(copy => new[] { copy })
            .Append(many).Select(part => store.PutIfNewerAsync(part, Cancel).AsTask()).ToArray();
        gate.Set();
        await holding;
        await Task.WhenAll(writes);
        var answers = (await Task.WhenAll(copies)).SelectMany(answer => answer).ToList();
        Assert.Equal(40, answers.Count(answer => answer.Outcome == CopyOutcome.Stored));
        Assert.Equal(2, flushes);
    }

    [Fact]
    public async Task A_live_write_waits_for_a_part_of_a_great_many_copies_only()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var copies = Enumerable.Range(1, 4_000).Select(i => Copy(Key(i), 5, $"{i}")).ToArray();
        var copying = store.PutIfNewerAsync(copies, Cancel).AsTask();
        for (var i = 1; i <= 5; i++)
        {
            await store.MustWriteAsync(Key(10_000), i - 1, "1");
            Assert.False(copying.IsCompleted, $"Write {i} waited for all of the copies.");
        }

        Assert.All(await copying, result => Assert.Equal(CopyOutcome.Stored, result.Outcome));
    }

    [Fact]
    public async Task Copies_with_jumps_of_revision_outlive_a_kill_at_every_point_of_a_batch()
    {
        foreach (var point in (string[])["Staged", "HalfAppended", "Appended", "Flushed", "HalfApplied", "Marked"])
        {
            var root = $"{_folder.Root}-{point}";
            var chains = new Chains(point);
            for (var round = 2; round <= 6; round++)
            {
                await using var child = Children.Copy(root, callers: 4, keys: 3, crashAt: $"{point}:{round}:kill");
                await child.WaitForEndAsync();
                Assert.DoesNotContain("done", child.Lines);
                chains.Add(child.Answers());
                await using var store = await JsonStores.OpenAsync(root);
                await chains.AssertKeptAsync(store);
            }
        }
    }

    [Fact]
    public async Task A_copy_of_a_damaged_record_leaves_it_as_it_is()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key(1), 0, "{}");
        var file = Directory.GetFiles($"{_folder.Root}/bot", "*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, """{"edited":1}""", Cancel);
        var answers = await store.PutIfNewerAsync([Copy(Key(1), 9, "9"), Copy(Key(2), 9, "9")], Cancel);
        Assert.Equal([CopyOutcome.Damaged, CopyOutcome.Stored], answers.Select(answer => answer.Outcome));
        Assert.Equal("""{"edited":1}""", await File.ReadAllTextAsync(file, Cancel));
        var digests = await store.WalkDigestsAsync(Component.Users, RecordCursor.Start, FullPace.Instance, Cancel)
            .ToListAsync(Cancel);
        Assert.Equal(Revision.None, Assert.Single(digests, digest => digest.Key == Key(1)).Revision);
        await Assert.ThrowsAsync<DamagedRecordException>(
            async () => await store.DigestAsync(Key(1), Epoch.Initial, Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RevMember.RevisionMax + 1)]
    public async Task A_revision_that_no_file_can_hold_is_refused_before_anything_is_written(long revision)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await Assert.ThrowsAsync<InvalidRecordException>(
            async () => await store.PutIfNewerAsync([Copy(Key(1), 1, "1"), Copy(Key(2), revision, "1")], Cancel));
        Assert.Null(await store.ReadAsync(Key(1), Epoch.Initial, Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private static RecordKey Key(long id) => RecordKeys.User("bot", id + 1);

    private static RecordCopy Copy(RecordKey key, long revision, string? json) => new()
    {
        Key = key,
        Revision = new Revision(revision),
        WriteId = WriteId.New(),
        Body = json is null ? null : JsonStores.Body(json),
        Epoch = Epoch.Initial,
    };
}
