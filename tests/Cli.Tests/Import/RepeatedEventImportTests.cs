using HybridOrleans.Grains.Interfaces;
using static HybridOrleans.Cli.Tests.Import.EventImporter;

namespace HybridOrleans.Cli.Tests.Import;

/// <summary>An import of events may be run again, whatever has happened since.</summary>
public sealed class RepeatedEventImportTests : IDisposable
{
    private static readonly EventMonth Month = EventMonth.Parse("2025-03");

    private readonly EventImporter _old = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _old.Dispose();

    [Fact]
    public async Task A_second_import_of_more_events_than_ids_are_remembered_adds_nothing()
    {
        _old.Events.RememberedMax = 10;
        _old.Write([.. Enumerable.Range(1, 9_000).Select(n => Entry(n % 4_500))]);
        Assert.Equal((ExitCode.Done, "imported=9000"), await _old.ImportAsync());
        Assert.Equal((ExitCode.Done, "unchanged=9000"), await _old.ImportAsync());
        Assert.Equal(9_000, _old.Events.Writes);
    }

    [Fact]
    public async Task What_the_old_bot_has_added_since_is_added_and_what_it_has_removed_moves_nothing()
    {
        _old.Write(Entry(1), Entry(2), Entry(2));
        await _old.ImportAsync();
        _old.Write(Entry(2), Entry(2), Entry(2), Entry(3));
        Assert.Equal((ExitCode.Done, "imported=2 unchanged=2"), await _old.ImportAsync());
        Assert.Equal(["t1", "t2", "t2", "t2", "t3"], (await _old.StoredAsync()).Select(e => e.Type));
    }

    [Fact]
    public async Task A_file_that_was_cut_off_gives_what_is_before_the_cut_and_the_next_import_the_rest()
    {
        _old.WriteText($"[{Entry(1)}, {Entry(2)[..30]}");
        Assert.Equal((ExitCode.Incomplete, "imported=1 quarantined=1"), await _old.ImportAsync());
        _old.Write(Entry(1), Entry(2));
        Assert.Equal((ExitCode.Done, "imported=1 unchanged=1"), await _old.ImportAsync());
    }

    [Fact]
    public async Task An_answer_that_was_lost_adds_nothing_twice()
    {
        var logged = 0;
        _old.Events.OnLog = e =>
        {
            if (Interlocked.Increment(ref logged) == 40)
            {
                throw new OutcomeUnknownException("lost");
            }
        };
        _old.Write([.. Enumerable.Range(1, 100).Select(n => Entry(n))]);
        Assert.Equal((ExitCode.Done, "imported=100"), await _old.ImportAsync());
        Assert.Equal(100, _old.Events.Writes);
    }

    [Fact]
    public async Task A_deleted_month_stays_deleted_until_it_is_overwritten()
    {
        _old.Write(Entry(1), Entry(2));
        await _old.ImportAsync();
        await _old.Events.DeleteMonthAsync(Bot, Month, Cancel);
        Assert.Equal((ExitCode.Done, "keptDeleted=2"), await _old.ImportAsync());
        Assert.Empty(await _old.StoredAsync());
        Assert.Equal((ExitCode.Done, "imported=2"), await _old.ImportAsync("--overwrite"));
        _old.Write(Entry(1), Entry(2), Entry(3));
        Assert.Equal((ExitCode.Done, "imported=1 unchanged=2"), await _old.ImportAsync());
    }

    [Fact]
    public async Task A_deleted_month_stays_deleted_though_a_new_bot_has_written_to_it_since()
    {
        _old.Write(Entry(1), Entry(2, ",\"_id\":\"n2\""));
        await _old.ImportAsync();
        await _old.Events.DeleteMonthAsync(Bot, Month, Cancel);
        await _old.Events.LogEventAsync(
            Bot, new NewEvent { Type = "new", Timestamp = DateTimeOffset.Parse("2025-03-09T10:00:00Z", null) }, Cancel);
        Assert.Equal((ExitCode.Done, "keptDeleted=2"), await _old.ImportAsync());
    }

    [Fact]
    public async Task Two_entries_with_the_id_of_an_export_are_one_event()
    {
        _old.Events.RememberedMax = 0;
        _old.Write(Entry(1, ",\"_id\":\"n1\""), Entry(1, ",\"_id\":\"n1\""), Entry(1));
        Assert.Equal((ExitCode.Done, "imported=2 unchanged=1"), await _old.ImportAsync());
        Assert.Equal((ExitCode.Done, "unchanged=3"), await _old.ImportAsync());
    }

    [Fact]
    public async Task The_events_of_an_erased_user_stay_away_until_they_are_overwritten()
    {
        _old.Write(Entry(1, ",\"user_id\":42"), Entry(2, ",\"user_id\":43"));
        await _old.ImportAsync();
        var user = new UserKey(Bot, 42);
        await _old.Hybrid.Store.SaveAsync(user, new JsonText("{}"u8.ToArray()), null, Cancel);
        await _old.Hybrid.Store.DeleteUserAsync(user, Cancel);
        _old.Events.Erase(42);
        Assert.Equal((ExitCode.Done, "unchanged=1 keptDeleted=1"), await _old.ImportAsync());
        Assert.Equal((ExitCode.Done, "imported=1 unchanged=1"), await _old.ImportAsync("--overwrite"));
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        _old.Write(Entry(1), Entry(1), "{}");
        Assert.Equal((ExitCode.Incomplete, "imported=2 quarantined=1"), await _old.ImportAsync("--dry-run"));
        Assert.Equal(0, _old.Events.Writes);
        Assert.Empty(_old.Hybrid.Store.Quarantine);
    }
}
