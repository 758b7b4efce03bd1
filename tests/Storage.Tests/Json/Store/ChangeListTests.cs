using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Disks;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>The list of changed keys across processes, crashes and boots.</summary>
public sealed class ChangeListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string List => $"{_folder.Root}/.journal/users/changes";

    [Fact]
    public async Task Two_processes_on_one_root_both_list_what_they_change()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var start = await store.Changes.StartAsync(Component.Users, Cancel);
        await using var first = Children.Copy(_folder.Root, callers: 3, rounds: 40, keys: 50);
        await using var second = Children.Copy(_folder.Root, callers: 3, rounds: 40, keys: 50);
        await first.WaitForEndAsync();
        await second.WaitForEndAsync();
        var accepted = first.Answers().Concat(second.Answers()).Where(a => a.Outcome == "accepted").ToList();
        var page = await store.Changes.ReadAsync(Component.Users, start, 10_000, Cancel);
        Assert.True(page.IsWhole);
        Assert.True(page.Keys.Count >= accepted.Count, $"{page.Keys.Count} listed, {accepted.Count} acknowledged.");
        Assert.Equal(
            accepted.Select(a => a.Key).Distinct().Order(), page.Keys.Select(key => key.Text).Distinct().Order());
    }

    [Fact]
    public async Task The_test_above_finds_a_store_that_does_not_list()
    {
        await using var store = await JsonStores.OpenAsync(
            JsonStores.Options(_folder.Root), new TestHooks(Bug: SeededBug.UnlistedChanges));
        var start = await store.Changes.StartAsync(Component.Users, Cancel);
        await store.MustWriteAsync(RecordKeys.User("bot", 1), 0, "1");
        Assert.Empty((await store.Changes.ReadAsync(Component.Users, start, 10, Cancel)).Keys);
    }

    [Theory]
    [InlineData("Listed")]
    [InlineData("Appended")]
    [InlineData("Flushed")]
    [InlineData("Applied")]
    public async Task What_a_killed_process_made_visible_is_listed(string point)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var start = await store.Changes.StartAsync(Component.Users, Cancel);
        for (var round = 1; round <= 4; round++)
        {
            await using var child = Children.Copy(
                _folder.Root, callers: 4, keys: 1_000, crashAt: $"{point}:{round + 1}:kill");
            await child.WaitForEndAsync();
            Assert.DoesNotContain("done", child.Lines);
            var page = await store.Changes.ReadAsync(Component.Users, start, 10_000, Cancel);
            Assert.True(page.IsWhole);
            var standing = await store.WalkAsync(Component.Users, "", RecordCursor.Start, Cancel)
                .Select(header => header.Key).ToListAsync(Cancel);
            Assert.Subset(page.Keys.ToHashSet(), standing.ToHashSet());
        }
    }

    [Fact]
    public async Task A_torn_tail_is_not_listed_and_the_next_batch_writes_over_it()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var start = await store.Changes.StartAsync(Component.Users, Cancel);
        await store.MustWriteAsync(RecordKeys.User("bot", 1), 0, "1");
        await File.AppendAllTextAsync(List, new string('x', 40), Cancel);
        await store.MustWriteAsync(RecordKeys.User("bot", 2), 0, "1");
        var page = await store.Changes.ReadAsync(Component.Users, start, 10, Cancel);
        Assert.Equal([RecordKeys.User("bot", 1), RecordKeys.User("bot", 2)], page.Keys);
        Assert.Equal((true, 0L), (page.IsWhole, page.Remaining));
    }

    [Fact]
    public async Task After_another_boot_the_list_is_broken_and_a_new_one_can_be_begun()
    {
        ChangePosition start;
        await using (var store = await JsonStores.OpenAsync(_folder.Root))
        {
            start = await store.Changes.StartAsync(Component.Users, Cancel);
            await store.MustWriteAsync(RecordKeys.User("bot", 1), 0, "1");
        }

        await using var rebooted = await JsonStores.OpenAsync(
            JsonStores.Options(_folder.Root), new TestHooks(Boot: Guid.NewGuid()));
        Assert.False((await rebooted.Changes.ReadAsync(Component.Users, start, 10, Cancel)).IsWhole);
        await rebooted.MustWriteAsync(RecordKeys.User("bot", 2), 0, "1");
        var anew = await rebooted.Changes.StartAsync(Component.Users, Cancel);
        Assert.NotEqual(start.Log, anew.Log);
        await rebooted.MustWriteAsync(RecordKeys.User("bot", 3), 0, "1");
        Assert.Equal(
            [RecordKeys.User("bot", 3)],
            (await rebooted.Changes.ReadAsync(Component.Users, anew, 10, Cancel)).Keys);
    }

    [Fact]
    public async Task After_a_failed_flush_the_list_is_broken_for_nobody_knows_what_memory_still_holds()
    {
        ChangePosition start;
        await using (var store = await JsonStores.OpenAsync(
            JsonStores.Options(_folder.Root), new TestHooks(new FailingFlush(1))))
        {
            start = await store.Changes.StartAsync(Component.Users, Cancel);
            await store.MustWriteAsync(RecordKeys.User("bot", 1), 0, "1");
            await Assert.ThrowsAsync<OutcomeUnknownException>(
                () => store.MustWriteAsync(RecordKeys.User("bot", 2), 0, "1"));
        }

        await using var reopened = await JsonStores.OpenAsync(_folder.Root);
        Assert.False((await reopened.Changes.ReadAsync(Component.Users, start, 10, Cancel)).IsWhole);
    }

    [Fact]
    public async Task A_list_on_a_disk_without_space_refuses_the_write_before_anything_happens()
    {
        await using var disk = await LoopDisk.MakeAsync(32);
        await using var store = await JsonStores.OpenAsync($"{disk.Path}/data");
        var key = RecordKeys.User("bot", 1);
        await store.MustWriteAsync(key, 0, "1");
        var start = await store.Changes.StartAsync(Component.Users, Cancel);
        await using (var filler = File.Create($"{disk.Path}/filler"))
        {
            FillUp(filler);
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => store.MustWriteAsync(key, 1, $"\"{new string('x', 100_000)}\""));
            Assert.Contains("Nothing was written", refused.Message, StringComparison.Ordinal);
            await store.AssertHoldsAsync(key, 1, "1");
        }

        File.Delete($"{disk.Path}/filler");
        await store.MustWriteAsync(key, 1, "2");
        var page = await store.Changes.ReadAsync(Component.Users, start, 10, Cancel);
        Assert.True(page.IsWhole);
        Assert.Contains(key, page.Keys);
    }

    public void Dispose() => _folder.Dispose();

    private static void FillUp(FileStream filler)
    {
        try
        {
            var chunk = new byte[64 * 1024];
            while (true)
            {
                filler.Write(chunk);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }
}
