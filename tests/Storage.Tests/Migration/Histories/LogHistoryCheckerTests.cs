using HybridOrleans.TestKit.Histories;
using HybridOrleans.TestKit.Histories.Logs;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>Good histories of a log pass, and bad ones of each kind are refused.</summary>
public sealed class LogHistoryCheckerTests
{
    private readonly List<LogAct> _acts = [];
    private long _tick;

    [Fact]
    public void Appends_reads_and_the_end_are_good()
    {
        Appended(1, "a");
        Read("a");
        Appended(2, "b");
        Read("a", "b");
        Final("a", "b");
        Good();
    }

    [Fact]
    public void An_append_of_unknown_outcome_may_be_in_or_not_or_come_in_later()
    {
        Appended(1, "a");
        Told(ActKind.Write, ActOutcome.Unknown, new SeenEntry(0, "b", "b"));
        Told(ActKind.Write, ActOutcome.Unknown, new SeenEntry(0, "c", "c"));
        Appended(2, "d");
        Final("a", "d", "c");
        Good();
    }

    [Fact]
    public void What_was_delivered_again_is_told_the_same_number()
    {
        Told(ActKind.Write, ActOutcome.Unknown, new SeenEntry(0, "a", "a"));
        Appended(1, "a");
        Appended(2, "b");
        Appended(1, "a");
        Final("a", "b");
        Good();
    }

    [Fact]
    public void An_acknowledged_entry_that_is_not_there_in_the_end_is_lost()
    {
        Appended(1, "a");
        Appended(2, "b");
        Final("a");
        Bad(ViolationKind.Lost);
    }

    [Fact]
    public void An_entry_that_is_there_twice_is_a_duplicate()
    {
        Appended(1, "a");
        Final("a", "a");
        Bad(ViolationKind.Duplicate);
    }

    [Fact]
    public void An_entry_that_was_acknowledged_as_two_numbers_is_a_duplicate()
    {
        Appended(1, "a");
        Appended(2, "a");
        Bad(ViolationKind.Duplicate);
    }

    [Fact]
    public void An_entry_that_is_known_not_to_be_in_has_no_writer()
    {
        Told(ActKind.Write, ActOutcome.Refused, new SeenEntry(0, "a", "a"));
        Final("a");
        Bad(ViolationKind.NoWriter);
    }

    [Fact]
    public void An_entry_that_was_changed_has_a_wrong_body()
    {
        Appended(1, "a");
        Told(ActKind.Read, ActOutcome.Done, 2, new SeenEntry(1, "a", "other"));
        Bad(ViolationKind.WrongBody);
    }

    [Fact]
    public void A_number_that_was_seen_as_two_entries_is_a_fork()
    {
        Appended(1, "a");
        Told(ActKind.Write, ActOutcome.Unknown, new SeenEntry(0, "b", "b"));
        Read("a");
        Read("b");
        Bad(ViolationKind.Fork);
    }

    [Fact]
    public void An_entry_before_one_that_was_known_when_it_began_breaks_the_order()
    {
        Told(ActKind.Write, ActOutcome.Unknown, new SeenEntry(0, "b", "b"));
        Appended(2, "a");
        Appended(1, "c");
        Final("c", "a");
        Bad(ViolationKind.Order);
    }

    [Fact]
    public void A_hole_in_an_answer_is_a_missing_entry()
    {
        Appended(1, "a");
        Appended(2, "b");
        Appended(3, "c");
        _acts.Add(Of(ActKind.Read, ActOutcome.Done, 4, [new(1, "a", "a"), new(3, "c", "c")]) with { Wanted = (1, 3) });
        Bad(ViolationKind.Missing);
    }

    [Fact]
    public void A_read_without_what_was_acknowledged_before_it_is_stale()
    {
        Appended(1, "a");
        Appended(2, "b");
        Read("a");
        Final("a", "b");
        Bad(ViolationKind.Stale);
    }

    [Fact]
    public void Memory_may_lag_for_others_and_never_behind_its_own_client()
    {
        Appended(1, "a");
        Appended(2, "b");
        var lagging = Of(ActKind.CachedRead, ActOutcome.Done, 2, [new(1, "a", "a")]);
        _acts.Add(lagging with { Who = "another" });
        Final("a", "b");
        Good();
        _acts.Add(lagging);
        Bad(ViolationKind.WentBack);
    }

    [Fact]
    public void Memory_that_lags_for_longer_than_its_lease_is_stale()
    {
        Appended(1, "a");
        Appended(2, "b");
        var lagging = Of(ActKind.CachedRead, ActOutcome.Done, 2, [new(1, "a", "a")]);
        _acts.Add(lagging with { Who = "another", SureAt = lagging.Began });
        Final("a", "b");
        Bad(ViolationKind.Stale);
    }

    [Fact]
    public void An_entry_that_was_seen_before_it_was_appended_is_from_the_future()
    {
        Read("a");
        Appended(1, "a");
        Bad(ViolationKind.Future);
    }

    private void Good() => Assert.Empty(LogHistoryChecker.Check(_acts));

    private void Bad(ViolationKind kind)
    {
        var found = LogHistoryChecker.Check(_acts);
        Assert.True(found.Any(v => v.Kind == kind), string.Join('\n', found));
    }

    private void Appended(long sequence, string id)
        => Told(ActKind.Write, ActOutcome.Done, new SeenEntry(sequence, id, id));

    private void Read(params string[] ids) => Whole(ActKind.Read, ids);

    private void Final(params string[] ids) => Whole(ActKind.Final, ids);

    private void Whole(ActKind kind, string[] ids) => _acts.Add(
        Of(kind, ActOutcome.Done, ids.Length + 1, [.. ids.Select((id, place) => new SeenEntry(place + 1, id, id))])
            with { Wanted = (1, int.MaxValue) });

    private void Told(ActKind kind, ActOutcome outcome, SeenEntry entry) => Told(kind, outcome, 1, entry);

    private void Told(ActKind kind, ActOutcome outcome, long next, SeenEntry entry)
        => _acts.Add(Of(kind, outcome, next, [entry]));

    private LogAct Of(ActKind kind, ActOutcome outcome, long next, SeenEntry[] entries)
    {
        _tick += 2;
        return new LogAct("bot/1", "client", kind, _tick - 1, _tick, outcome) { Entries = entries, Next = next };
    }
}
