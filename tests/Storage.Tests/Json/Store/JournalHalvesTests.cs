using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Disks;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>A crash while the halves of a journal are made, or while one of them is begun anew.</summary>
public sealed class JournalHalvesTests : IDisposable
{
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);
    private static readonly RecordKey Other = RecordKeys.User("bot", 7);

    // Two of these fill a half.
    private static readonly string Large = $"\"{new string('x', 900_000)}\"";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("both halves")]
    [InlineData("even.journal")]
    [InlineData("odd.journal")]
    public async Task A_journal_whose_making_was_cut_short_is_used_or_made_anew_and_keeps_what_is_written(string left)
    {
        await MakeJournalOnlyAsync();
        if (left != "both halves")
        {
            File.Delete($"{_folder.Root}/.journal/users/{(left == "odd.journal" ? "even" : "odd")}.journal");
        }

        await using var store = await OpenAsync();
        await store.MustWriteAsync(Key, 0, "1");

        Directory.Delete($"{_folder.Root}/bot", recursive: true);
        await using var rebooted = await OpenAsync(new TestHooks(Boot: Guid.NewGuid()));
        await rebooted.AssertHoldsAsync(Key, 1, "1");
    }

    [Fact]
    public async Task A_half_that_was_begun_and_never_used_does_not_make_the_journal_look_damaged()
    {
        var probe = new JournalSnapshot($"{_folder.Root}/.journal/users");
        await using (var store = await OpenAsync(new TestHooks(probe)))
        {
            await store.MustWriteAsync(Key, 0, Large);
            await store.MustWriteAsync(Key, 1, Large);
            await store.MustWriteAsync(Other, 0, Large);
        }

        // As if the process had been killed in the middle of its last write.
        probe.Restore();
        File.Delete($"{_folder.Root}/bot/users/07/7.json");

        await using var next = await OpenAsync();
        Assert.Null(await next.ReadAsync(Other, Epoch.Initial, Cancel));
        await next.MustWriteAsync(Other, 0, "7");

        Directory.Delete($"{_folder.Root}/bot", recursive: true);
        await using var rebooted = await OpenAsync(new TestHooks(Boot: Guid.NewGuid()));
        await rebooted.AssertHoldsAsync(Key, 2, Large);
        await rebooted.AssertHoldsAsync(Other, 1, "7");
        await rebooted.MustWriteAsync(Other, 1, Large);
        await rebooted.MustWriteAsync(Other, 2, "8");

        Directory.Delete($"{_folder.Root}/bot", recursive: true);
        await using var again = await OpenAsync(new TestHooks(Boot: Guid.NewGuid()));
        await again.AssertHoldsAsync(Other, 3, "8");
    }

    [Fact]
    public async Task A_power_cut_that_tears_a_half_while_it_is_begun_anew_leaves_a_store_that_opens()
    {
        await using var disk = await LoopDisk.MakeAsync(48);
        var root = $"{disk.Path}/data";
        var options = JsonStores.Options(root);
        options.CheckpointInterval = TimeSpan.FromMinutes(10);
        var switches = 0;
        var probe = new EveryProbe(ProbePoint.HalfSwitched, () =>
        {
            if (++switches == 2)
            {
                disk.CutPower();
            }
        });
        await using (var store = await JsonStores.OpenAsync(options, new TestHooks(probe)))
        {
            for (var i = 0; i < 4; i++)
            {
                await store.MustWriteAsync(Key, i, Large);
            }

            await Assert.ThrowsAsync<OutcomeUnknownException>(
                async () => await store.WriteAsync(JsonStores.Change(Key, 4, Large), Cancel));
        }

        await disk.UnmountAsync();
        await disk.MountAsync();

        // A disk writes its blocks in any order: some of the new entries came before the new head.
        await using (var half = File.OpenWrite($"{root}/.journal/users/odd.journal"))
        {
            half.Position = JournalHead.Bytes;
            await half.WriteAsync(new byte[4096], Cancel);
        }

        await using var rebooted = await JsonStores.OpenAsync(options, new TestHooks(Boot: Guid.NewGuid()));
        await rebooted.AssertHoldsAsync(Key, 4, Large);
    }

    public void Dispose() => _folder.Dispose();

    private ValueTask<JsonRecordStore> OpenAsync(TestHooks? hooks = null)
    {
        var options = JsonStores.Options(_folder.Root);
        options.CheckpointInterval = TimeSpan.FromMinutes(10);
        return JsonStores.OpenAsync(options, hooks);
    }

    /// <summary>What a process leaves that was killed before it noted its new journal in the lock file.</summary>
    private async Task MakeJournalOnlyAsync()
    {
        await using var store = await OpenAsync();
        using var journal = new Journal(
            _folder.Root, Component.Users, store.StoreId, JsonStores.Options(_folder.Root).JournalHalfBytes, null);
        journal.Make(JournalState.Empty(BootId.OfThisMachine()));
    }
}
