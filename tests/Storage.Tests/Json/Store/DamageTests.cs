using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Files that a person edited or the disk damaged.</summary>
public sealed class DamageTests : IAsyncLifetime
{
    private const string Place = "bot/users/42/42.json";
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();
    private JsonRecordStore? _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private JsonRecordStore Store => _store!;

    private string PlainFile => $"{_folder.Root}/{Place}";

    public async ValueTask InitializeAsync()
    {
        _store = await JsonStores.OpenAsync(_folder.Root);
        await Store.MustWriteAsync(Key, 0, """{"name":"Eva"}""");
        await Store.MustWriteAsync(Key, 1, """{"name":"Eva","n":1}""");
    }

    [Fact]
    public async Task An_edited_file_is_neither_read_nor_overwritten_and_the_error_names_it_and_the_way_out()
    {
        var edited = await EditAsync("Eva", "Ева");
        var read = await Assert.ThrowsAsync<DamagedRecordException>(
            async () => await Store.ReadAsync(Key, Epoch.Initial, Cancel));
        Assert.Contains(Place, read.Message, StringComparison.Ordinal);
        Assert.Contains("hybrid repair adopt", read.Message, StringComparison.Ordinal);
        foreach (var expected in new[] { 0, 2, 3 })
        {
            await Assert.ThrowsAsync<DamagedRecordException>(
                async () => await Store.WriteAsync(JsonStores.Change(Key, expected, "{}"), Cancel));
        }

        await Assert.ThrowsAsync<DamagedRecordException>(
            async () => await Store.WriteAsync(JsonStores.Change(Key, 2, null), Cancel));
        Assert.Equal(edited, await File.ReadAllTextAsync(PlainFile, Cancel));
    }

    [Fact]
    public async Task An_adopted_file_is_the_next_revision_and_its_bytes_are_in_quarantine()
    {
        var edited = await EditAsync("Eva", "Ева");
        Assert.Equal(new Revision(3), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        await Store.AssertHoldsAsync(Key, 3, """{"name":"Ева","n":1}""");
        var item = Assert.Single(await Store.Quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
        Assert.Equal(edited, System.Text.Encoding.UTF8.GetString(item.Content.Span));

        // Adopting what is not damaged changes nothing.
        Assert.Equal(new Revision(3), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        Assert.Equal(Revision.None, await Store.AdoptAsync(RecordKeys.User("bot", 5), Epoch.Initial, Cancel));
    }

    [Fact]
    public async Task Adopting_goes_above_the_journal_and_above_what_the_file_claims()
    {
        await File.WriteAllTextAsync(PlainFile, """{"name":"from the old bot"}""", Cancel);
        Assert.Equal(new Revision(3), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));

        await EditAsync("\"_rev\": \"3.", "\"_rev\": \"70.");
        await EditAsync("old bot", "new bot");
        Assert.Equal(new Revision(71), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        await Store.AssertHoldsAsync(Key, 71, """{"name":"from the new bot"}""");
    }

    [Fact]
    public async Task A_damaged_file_that_claims_the_last_revision_is_adopted_and_can_be_read_and_written()
    {
        await EditAsync("\"_rev\": \"2.", "\"_rev\": \"999999999999999999.");
        await EditAsync("Eva", "Ева");
        Assert.Equal(new Revision(3), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        await Store.AssertHoldsAsync(Key, 3, """{"name":"Ева","n":1}""");

        await EditAsync("\"_rev\": \"3.", "\"_rev\": \"999999999999999.");
        await EditAsync("Ева", "Eva");
        Assert.Equal(new Revision(1_000_000_000_000_000), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        await Store.MustWriteAsync(Key, 1_000_000_000_000_000, "1");
        await Store.AssertHoldsAsync(Key, 1_000_000_000_000_001, "1");
    }

    [Fact]
    public async Task A_record_with_the_last_revision_that_a_file_can_hold_is_not_made_unreadable_by_a_write()
    {
        await EditAsync("\"_rev\": \"2.", "\"_rev\": \"999999999999999999.");
        foreach (var json in new[] { "1", null })
        {
            var error = await Assert.ThrowsAsync<InvalidRecordException>(async () => await Store.WriteAsync(
                JsonStores.Change(Key, 999_999_999_999_999_999, json), Cancel));
            Assert.Contains(Place, error.Message, StringComparison.Ordinal);
        }

        await Store.AssertHoldsAsync(Key, 999_999_999_999_999_999, """{"name":"Eva","n":1}""");
        var other = $"{_folder.Root}/bot/users/07/7.json";
        await Store.MustWriteAsync(RecordKeys.User("bot", 7), 0, "1");
        await File.WriteAllBytesAsync(
            $"{other}.deleted", QueuedWrite.FileOf(null, new(999_999_999_999_999_999), default), Cancel);
        await File.WriteAllTextAsync(other, "2", Cancel);
        await Assert.ThrowsAsync<InvalidRecordException>(
            async () => await Store.AdoptAsync(RecordKeys.User("bot", 7), Epoch.Initial, Cancel));
        await EditAsync("\"_rev\": \"999999999999999999.", "\"_rev\": \"2.");
        await Store.MustWriteAsync(Key, 2, "3");
    }

    [Fact]
    public async Task Adopting_a_file_beside_a_tombstone_goes_above_the_tombstone()
    {
        await Store.MustWriteAsync(Key, 2, null);
        await File.WriteAllTextAsync(PlainFile, """{"name":"restored"}""", Cancel);
        await Assert.ThrowsAsync<DamagedRecordException>(async () => await Store.ReadAsync(Key, Epoch.Initial, Cancel));
        Assert.Equal(new Revision(4), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        await Store.AssertHoldsAsync(Key, 4, """{"name":"restored"}""");
        Assert.False(File.Exists(PlainFile + ".deleted"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\n  \"_rev\": \"3.dele")]
    public async Task A_damaged_tombstone_is_adopted_as_one_above_everything_known(string content)
    {
        await Store.MustWriteAsync(Key, 2, null);
        var tombstone = $"{PlainFile}.deleted";
        await File.WriteAllTextAsync(tombstone, content, Cancel);
        var error = await Assert.ThrowsAsync<DamagedRecordException>(
            async () => await Store.ReadAsync(Key, Epoch.Initial, Cancel));
        Assert.Contains("take it over as it is with 'hybrid repair adopt'", error.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(await Store.FindDamagedAsync(Component.Users, "", Cancel).ToListAsync(Cancel))
            .CanBeAdopted);

        Assert.Equal(new Revision(4), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        await Store.AssertHoldsAsync(Key, 4, null);
        var item = Assert.Single(await Store.Quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
        Assert.Equal(content, System.Text.Encoding.UTF8.GetString(item.Content.Span));
        await Store.MustWriteAsync(Key, 4, "5");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_damaged_tombstone_beside_a_whole_record_is_left_to_a_person_and_both_ways_out_lead_on(bool keep)
    {
        await File.WriteAllTextAsync($"{PlainFile}.deleted", "", Cancel);
        var refused = await Assert.ThrowsAsync<InvalidRecordException>(
            async () => await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        var read = await Assert.ThrowsAsync<DamagedRecordException>(
            async () => await Store.ReadAsync(Key, Epoch.Initial, Cancel));
        Assert.Contains($"remove it to keep the record in '{Place}', or", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"remove it to keep the record in '{Place}', or", read.Message, StringComparison.Ordinal);
        Assert.False(Assert.Single(await Store.FindDamagedAsync(Component.Users, "", Cancel).ToListAsync(Cancel))
            .CanBeAdopted);

        File.Delete(keep ? $"{PlainFile}.deleted" : PlainFile);
        Assert.Equal(new Revision(keep ? 2 : 3), await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        await Store.AssertHoldsAsync(Key, keep ? 2 : 3, keep ? """{"name":"Eva","n":1}""" : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{\"name\":\"Ev")]
    public async Task A_blank_or_broken_file_is_damaged_not_missing_and_cannot_be_adopted(string content)
    {
        await File.WriteAllTextAsync(PlainFile, content, Cancel);
        await Assert.ThrowsAsync<DamagedRecordException>(async () => await Store.ReadAsync(Key, Epoch.Initial, Cancel));
        await Assert.ThrowsAsync<DamagedRecordException>(
            async () => await Store.WriteAsync(JsonStores.Change(Key, 0, "{}"), Cancel));
        await Assert.ThrowsAsync<InvalidRecordException>(
            async () => await Store.AdoptAsync(Key, Epoch.Initial, Cancel));
        Assert.Equal(content, await File.ReadAllTextAsync(PlainFile, Cancel));
        var item = Assert.Single(await Store.Quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
        Assert.Equal(content, System.Text.Encoding.UTF8.GetString(item.Content.Span));
    }

    [Fact]
    public async Task A_search_finds_the_damaged_records_and_a_walk_shows_them_with_revision_0()
    {
        await Store.MustWriteAsync(RecordKeys.User("bot", 1), 0, "1");
        await Store.MustWriteAsync(RecordKeys.User("bot", 2), 0, "2");
        await File.WriteAllTextAsync($"{_folder.Root}/bot/users/02/2.json", "", Cancel);
        await EditAsync("Eva", "Ева");

        var damaged = await Store.FindDamagedAsync(Component.Users, "", Cancel).ToListAsync(Cancel);
        Assert.Equal([(Place, true), ("bot/users/02/2.json", false)],
            damaged.OrderByDescending(d => d.CanBeAdopted).Select(d => (d.Place, d.CanBeAdopted)));
        var walked = await Store.WalkAsync(Component.Users, "", RecordCursor.Start, Cancel).ToListAsync(Cancel);
        Assert.Equal([0L, 0L, 1L], walked.Select(h => h.Revision.Value).Order());
    }

    [Fact]
    public async Task A_backup_of_hard_links_is_not_changed_by_later_writes()
    {
        var backup = $"{_folder.Path}/backup.json";
        using (var link = System.Diagnostics.Process.Start("ln", $"{PlainFile} {backup}"))
        {
            await link.WaitForExitAsync(Cancel);
        }

        var before = await File.ReadAllTextAsync(backup, Cancel);
        for (var revision = 2; revision < 6; revision++)
        {
            await Store.MustWriteAsync(Key, revision, $"{revision}");
        }

        Assert.Equal(before, await File.ReadAllTextAsync(backup, Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string> EditAsync(string from, string to)
    {
        var text = await File.ReadAllTextAsync(PlainFile, Cancel);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var edited = text.Replace(from, to, StringComparison.Ordinal);
        await File.WriteAllTextAsync(PlainFile, edited, Cancel);
        return edited;
    }
}
