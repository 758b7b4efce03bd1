using System.Text;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>What earlier revisions leave in spare files, in the journal and in the quarantine goes on demand.</summary>
public sealed class PurgeTests : IDisposable
{
    private const string Canary = "Canary-Серинус";

    private static readonly RecordKey Key = RecordKeys.User("bot", 42);
    private static readonly RecordKey Other = RecordKeys.User("bot", 7);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_delete_and_a_purge_no_file_of_the_store_holds_the_name()
    {
        await using var store = await OpenAsync();
        await WriteThriceAndDeleteAsync(store);
        File.WriteAllText($"{_folder.Root}/bot/users/42/.42.json.spare", Canary);
        File.WriteAllText($"{_folder.Root}/bot/users/42/.42.json.deleted.spare", Canary);
        Assert.NotEmpty(FilesWith(Canary));

        await store.PurgeAsync(Component.Users, [Key], Cancel);

        Assert.Empty(FilesWith(Canary));
        await store.AssertHoldsAsync(Key, 4, null);
    }

    [Fact]
    public async Task A_name_that_lies_in_both_halves_of_the_journal_goes_from_both()
    {
        await using var store = await OpenAsync();
        var large = $$"""{"name":"{{Canary}}","notes":"{{new string('x', 900_000)}}"}""";
        for (var i = 0; i < 3; i++)
        {
            await store.MustWriteAsync(Key, i, large);
        }

        await store.MustWriteAsync(Key, 3, null);
        Assert.Equal(2, FilesWith(Canary).Count(f => f.EndsWith(".journal", StringComparison.Ordinal)));

        await store.PurgeAsync(Component.Users, [Key], Cancel);

        Assert.Empty(FilesWith(Canary));
        for (var i = 0; i < 5; i++)
        {
            await store.MustWriteAsync(Other, i, large.Replace(Canary, "Ева", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_record_written_since_its_delete_keeps_its_value_and_loses_the_spare_file()
    {
        await using var store = await OpenAsync();
        await WriteThriceAndDeleteAsync(store);
        await store.MustWriteAsync(Key, 4, """{"name":"new"}""");
        File.WriteAllText($"{_folder.Root}/bot/users/42/.42.json.spare", Canary);

        await store.PurgeAsync(Component.Users, [Key], Cancel);

        Assert.Empty(FilesWith(Canary));
        await store.AssertHoldsAsync(Key, 5, """{"name":"new"}""");
        await store.MustWriteAsync(Key, 5, """{"name":"newer"}""");
    }

    [Fact]
    public async Task What_is_written_after_a_purge_is_replayed_after_a_power_cut_and_what_was_before_is_not_needed()
    {
        await using var store = await OpenAsync();
        await store.MustWriteAsync(Other, 0, "1");
        await WriteThriceAndDeleteAsync(store);
        await store.PurgeAsync(Component.Users, [Key], Cancel);
        await store.MustWriteAsync(Key, 4, "5");

        // A power cut may take the files of writes that no checkpoint covers, and only those.
        File.Delete($"{_folder.Root}/bot/users/42/42.json");
        await using var rebooted = await OpenAsync(new TestHooks(Boot: Guid.NewGuid()));
        await rebooted.AssertHoldsAsync(Key, 5, "5");
        await rebooted.AssertHoldsAsync(Other, 1, "1");
    }

    [Fact]
    public async Task A_purge_of_a_component_that_was_never_written_is_done_at_once()
    {
        await using var store = await OpenAsync();
        await store.PurgeAsync(Component.Users, [Key], Cancel);
        await store.MustWriteAsync(Key, 0, "1");
    }

    [Theory]
    [InlineData("EmptyHalfBegun", 1, false)]
    [InlineData("EmptyHalfBegun", 2, true)]
    [InlineData("HalfBlanked", 1, true)]
    [InlineData("HalfBlanked", 2, false)]
    [InlineData("JournalEmptied", 1, false)]
    [InlineData("JournalEmptied", 2, true)]
    public async Task A_purge_that_is_killed_loses_nothing_and_the_next_one_ends_it(
        string point, int pass, bool isRebooted)
    {
        var key = RecordKeys.User("bot", 1);
        await using (var child = Children.Purge(_folder.Root, rounds: 3, crashAt: $"{point}:{pass}:kill"))
        {
            await child.WaitForEndAsync();
            Assert.Equal(3 * pass, child.Answers().Count(a => a.Outcome == "accepted"));
        }

        var hooks = isRebooted ? new TestHooks(Boot: Guid.NewGuid()) : null;
        await using var store = await OpenAsync(hooks);
        Assert.Equal(3 * pass, (await store.ReadAsync(key, Epoch.Initial, Cancel))!.Revision.Value);
        await store.MustWriteAsync(key, 3 * pass, $"\"{Canary}\"");

        File.Delete($"{_folder.Root}/bot/users/01/1.json");
        await using var again = await OpenAsync(new TestHooks(Boot: Guid.NewGuid()));
        await again.AssertHoldsAsync(key, (3 * pass) + 1, $"\"{Canary}\"");
        await again.MustWriteAsync(key, (3 * pass) + 1, null);
        await again.PurgeAsync(Component.Users, [key], Cancel);
        Assert.Empty(FilesWith(Canary));
        Assert.Empty(FilesWith("xxxxxxxx"));
    }

    [Fact]
    public async Task The_quarantine_forgets_what_came_from_one_source_and_what_a_dead_process_left_unfinished()
    {
        var quarantine = new JsonQuarantine(_folder.Path);
        await quarantine.KeepAsync(Item("users/42 revision 1"), Cancel);
        await quarantine.KeepAsync(Item("users/42 revision 2"), Cancel);
        await quarantine.KeepAsync(Item("users/421 revision 1"), Cancel);
        var folder = $"{_folder.Path}/.quarantine/bot";
        var kept = Directory.GetFiles(folder)[0];
        File.WriteAllText($"{kept}.0f", $$"""{"Source":"users/42 revi{{Canary}}""");

        await quarantine.RemoveAsync("bot", ["girls_data/42", "users/42"], Cancel);
        await quarantine.RemoveAsync("nobody", ["users/42"], Cancel);

        var left = Assert.Single(await quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
        Assert.Equal("users/421 revision 1", left.Source);
        Assert.Single(Directory.GetFiles(folder));
    }

    public void Dispose() => _folder.Dispose();

    private static QuarantinedItem Item(string source) => new()
    {
        Owner = "bot",
        Source = source,
        Reason = "a test",
        Content = Encoding.UTF8.GetBytes(Canary),
        KeptAt = DateTimeOffset.UnixEpoch,
    };

    private static async Task WriteThriceAndDeleteAsync(JsonRecordStore store)
    {
        for (var i = 0; i < 3; i++)
        {
            await store.MustWriteAsync(Key, i, $$"""{"name":"{{Canary}}","count":{{i}}}""");
        }

        await store.MustWriteAsync(Key, 3, null);
    }

    private ValueTask<JsonRecordStore> OpenAsync(TestHooks? hooks = null)
    {
        var options = JsonStores.Options(_folder.Root);
        options.CheckpointInterval = TimeSpan.FromMinutes(10);
        return JsonStores.OpenAsync(options, hooks);
    }

    private List<string> FilesWith(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(_folder.Root, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0,
        }).Where(f => PlainFiles.TryReadBytes(f).AsSpan().IndexOf(wanted) >= 0)];
    }
}
