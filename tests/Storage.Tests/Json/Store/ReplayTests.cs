using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>What opening a store does to files that do not fit the journal.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string PlainFile => $"{_folder.Root}/bot/users/42/42.json";

    private string JournalFile => $"{_folder.Root}/.journal/users/odd.journal";

    [Fact]
    public async Task After_another_boot_lost_and_old_files_come_back_from_the_journal()
    {
        var saved = await WriteWithoutCheckpointAsync(async store =>
        {
            await store.MustWriteAsync(Key, 0, "1");
            var old = await File.ReadAllBytesAsync(PlainFile, Cancel);
            await store.MustWriteAsync(Key, 1, "2");
            await store.MustWriteAsync(RecordKeys.User("bot", 7), 0, "7");
            await store.MustWriteAsync(RecordKeys.User("bot", 8), 0, "8");
            await store.MustWriteAsync(RecordKeys.User("bot", 8), 1, null);
            return old;
        });
        await File.WriteAllBytesAsync(PlainFile, saved, Cancel);
        File.Delete($"{_folder.Root}/bot/users/07/7.json");
        File.Move($"{_folder.Root}/bot/users/08/8.json.deleted", $"{_folder.Root}/bot/users/08/8.json");
        await File.WriteAllBytesAsync($"{_folder.Root}/bot/users/08/8.json", [], Cancel);

        await using var store = await OpenAfterRebootAsync();
        await store.AssertHoldsAsync(Key, 2, "2");
        await store.AssertHoldsAsync(RecordKeys.User("bot", 7), 1, "7");
        await store.AssertHoldsAsync(RecordKeys.User("bot", 8), 2, null);
        Assert.False(File.Exists($"{_folder.Root}/bot/users/08/8.json"));
    }

    [Fact]
    public async Task After_another_boot_a_copy_comes_back_with_the_revision_that_it_brought()
    {
        RecordCopy CopyOf(long revision) => new()
        {
            Key = Key,
            Revision = new Revision(revision),
            WriteId = WriteId.New(),
            Body = JsonStores.Body($"{revision}"),
            Epoch = Epoch.Initial,
        };
        var (low, high) = (CopyOf(5), CopyOf(900));
        var saved = await WriteWithoutCheckpointAsync(async store =>
        {
            await store.PutIfNewerAsync([low], Cancel);
            var old = await File.ReadAllBytesAsync(PlainFile, Cancel);
            await store.PutIfNewerAsync([high], Cancel);
            return old;
        });
        await File.WriteAllBytesAsync(PlainFile, saved, Cancel);
        await using var store = await OpenAfterRebootAsync();
        await store.AssertHoldsAsync(Key, 900, "900");
        Assert.Equal(high.WriteId, (await store.ReadAsync(Key, Epoch.Initial, Cancel))!.WriteId);
    }

    [Fact]
    public async Task Within_one_boot_an_applied_batch_is_not_replayed()
    {
        var saved = await WriteWithoutCheckpointAsync(async store =>
        {
            await store.MustWriteAsync(Key, 0, "1");
            var old = await File.ReadAllBytesAsync(PlainFile, Cancel);
            await store.MustWriteAsync(Key, 1, "2");
            return old;
        });
        await File.WriteAllBytesAsync(PlainFile, saved, Cancel);
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.AssertHoldsAsync(Key, 1, "1");
    }

    [Fact]
    public async Task A_file_with_a_higher_revision_than_the_journal_stays()
    {
        var newest = await WriteWithoutCheckpointAsync(async store =>
        {
            await store.MustWriteAsync(Key, 0, "1");
            return (byte[])[];
        });
        Assert.Empty(newest);
        await File.WriteAllBytesAsync(
            PlainFile, QueuedWrite.FileOf(JsonStores.Body("9"), new(9), WriteId.New()), Cancel);
        await using var store = await OpenAfterRebootAsync();
        await store.AssertHoldsAsync(Key, 9, "9");
    }

    [Fact]
    public async Task A_torn_file_never_wins_whatever_revision_it_claims()
    {
        await WriteWithoutCheckpointAsync(async store =>
        {
            await store.MustWriteAsync(Key, 0, "1");
            await store.MustWriteAsync(Key, 1, "2");
            return (byte[])[];
        });

        // The next content was written into the spare file, and the power went before the disk knew of the exchange
        // that had made it one: its old name still shows it.
        var next = QueuedWrite.FileOf(JsonStores.Body("333"), new(3), WriteId.New());
        next[next.AsSpan().IndexOf("333"u8)] = (byte)'1';
        await File.WriteAllBytesAsync(PlainFile, next, Cancel);
        await using var store = await OpenAfterRebootAsync();
        await store.AssertHoldsAsync(Key, 2, "2");
    }

    [Fact]
    public async Task An_edit_that_the_journal_replaces_is_kept_in_quarantine()
    {
        await WriteWithoutCheckpointAsync(async store =>
        {
            await store.MustWriteAsync(Key, 0, """{"name":"Eva"}""");
            return (byte[])[];
        });
        var edited = (await File.ReadAllTextAsync(PlainFile, Cancel)).Replace("Eva", "Ева", StringComparison.Ordinal);
        await File.WriteAllTextAsync(PlainFile, edited, Cancel);

        await using var store = await OpenAfterRebootAsync();
        await store.AssertHoldsAsync(Key, 1, """{"name":"Eva"}""");
        var item = Assert.Single(await store.Quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
        Assert.Equal(edited, System.Text.Encoding.UTF8.GetString(item.Content.Span));
        Assert.Equal("users/42 revision 1", item.Source);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(0)]
    public async Task A_torn_tail_is_ignored_and_what_comes_after_it_is_not_revived(int tornAt)
    {
        await WriteWithoutCheckpointAsync(async store =>
        {
            for (var i = 0; i < 3; i++)
            {
                await store.MustWriteAsync(RecordKeys.User("bot", 1), i, $"{i}");
            }

            return (byte[])[];
        });

        // The second of three equally long entries is torn; the third is whole.
        await TearAsync(entry: 1, tornAt);
        File.Delete($"{_folder.Root}/bot/users/01/1.json");
        await using (var store = await OpenAfterRebootAsync())
        {
            await store.AssertHoldsAsync(RecordKeys.User("bot", 1), 1, "0");

            // The same length again, in the place of the torn entry: the third must still not fit.
            await store.MustWriteAsync(RecordKeys.User("bot", 1), 1, "9");
        }

        File.Delete($"{_folder.Root}/bot/users/01/1.json");
        await using var again = await OpenAfterRebootAsync(checkpoint: false);
        var record = await again.ReadAsync(RecordKeys.User("bot", 1), Epoch.Initial, Cancel);
        Assert.NotEqual(new Revision(3), record?.Revision);
    }

    [Fact]
    public async Task Both_halves_are_used_again_and_again_and_replayed_in_order()
    {
        var options = JsonStores.Options(_folder.Root);
        options.CheckpointInterval = TimeSpan.FromMinutes(10);
        var padding = new string('x', 300_000);
        await using (var store = await JsonStores.OpenAsync(options))
        {
            for (var i = 0; i < 30; i++)
            {
                await store.MustWriteAsync(Key, i, $"[{i},\"{padding}\"]");
            }

            Directory.Delete($"{_folder.Root}/bot", recursive: true);
            await using var rebooted = await OpenAfterRebootAsync();
            await rebooted.AssertHoldsAsync(Key, 30, $"[29,\"{padding}\"]");
        }
    }

    [Fact]
    public async Task A_journal_of_another_store_is_refused()
    {
        await WriteWithoutCheckpointAsync(async store =>
        {
            await store.MustWriteAsync(Key, 0, "1");
            return (byte[])[];
        });
        using var other = new TemporaryFolder();
        await using (var store = await JsonStores.OpenAsync(other.Root))
        {
            await store.MustWriteAsync(Key, 0, "2");
        }

        File.Copy($"{other.Root}/.journal/users/odd.journal", JournalFile, overwrite: true);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await OpenAfterRebootAsync());
        Assert.Contains("belongs to another store", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private ValueTask<JsonRecordStore> OpenAfterRebootAsync(bool checkpoint = true)
    {
        var options = JsonStores.Options(_folder.Root);
        options.CheckpointInterval = checkpoint ? TimeSpan.FromMinutes(1) : TimeSpan.FromMinutes(10);
        return JsonStores.OpenAsync(options, new TestHooks(Boot: Guid.NewGuid()));
    }

    /// <summary>Leaves a journal behind whose checkpoint was never recorded, as a killed process does.</summary>
    private async Task<T> WriteWithoutCheckpointAsync<T>(Func<JsonRecordStore, Task<T>> act)
    {
        var options = JsonStores.Options(_folder.Root);
        options.CheckpointInterval = TimeSpan.FromMinutes(10);
        await using var store = await JsonStores.OpenAsync(options);
        var result = await act(store);
        var kept = new Dictionary<string, byte[]>();
        foreach (var file in Directory.GetFiles($"{_folder.Root}/.journal/users"))
        {
            kept[file] = await File.ReadAllBytesAsync(file, Cancel);
        }

        await store.DisposeAsync();
        foreach (var (file, bytes) in kept)
        {
            await File.WriteAllBytesAsync(file, bytes, Cancel);
        }

        return result;
    }

    private async Task TearAsync(int entry, int at)
    {
        var bytes = await File.ReadAllBytesAsync(JournalFile, Cancel);
        var length = BitConverter.ToInt32(bytes, JournalHead.Bytes);
        bytes.AsSpan(JournalHead.Bytes + (entry * length) + at, 4).Fill(0xFF);
        await File.WriteAllBytesAsync(JournalFile, bytes, Cancel);
    }
}
