using HybridOrleans.TestKit.Histories;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration.Histories;

/// <summary>Good histories pass, and bad ones of each kind are refused.</summary>
public sealed class HistoryCheckerTests
{
    private readonly List<Act> _acts = [];
    private long _tick;

    [Fact]
    public void A_life_with_a_delete_and_a_new_beginning_is_good()
    {
        Wrote(0, "a");
        Read(1, "a");
        Wrote(1, null);
        Read(2, null);
        Told(ActKind.Write, ActOutcome.Done, 2, 2, "noop", null);
        Told(ActKind.Write, ActOutcome.Conflict, 1, 2, "late", "late");
        Wrote(2, "c");
        Read(3, "c");
        Told(ActKind.Final, ActOutcome.Done, 0, 3, "c", "c");
        Good();
    }

    [Fact]
    public void A_write_of_unknown_outcome_may_be_in_or_not_or_come_in_later()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Unknown, 1, 0, "b", "b");
        Read(1, "a");
        Good();
        Read(2, "b");
        Wrote(2, "c");
        Good();
    }

    [Fact]
    public void Acts_at_the_same_time_may_be_in_either_order()
    {
        Wrote(0, "a");
        _acts.Add(Of(ActKind.Write, ActOutcome.Done, 1, 2, "b", "b") with { Began = 10, Ended = 20 });
        _acts.Add(Of(ActKind.Read, ActOutcome.Done, 0, 1, "a", "a") with { Began = 12, Ended = 22 });
        _acts.Add(Of(ActKind.Read, ActOutcome.Done, 0, 2, "b", "b") with { Began = 11, Ended = 15 });
        Good();
    }

    [Fact]
    public void Two_acknowledged_writes_of_one_revision_are_a_fork()
    {
        Wrote(0, "a");
        _acts.Add(Of(ActKind.Write, ActOutcome.Done, 1, 2, "b", "b") with { Began = 10, Ended = 20 });
        _acts.Add(Of(ActKind.Write, ActOutcome.Done, 1, 2, "c", "c") with { Began = 11, Ended = 21 });
        Bad(ViolationKind.Fork);
    }

    [Fact]
    public void Two_writes_of_unknown_outcome_cannot_both_be_seen_as_one_revision()
    {
        Told(ActKind.Write, ActOutcome.Unknown, 0, 0, "a", "a");
        Told(ActKind.Write, ActOutcome.Unknown, 0, 0, "b", "b");
        Read(1, "a");
        Good();
        Read(1, "b");
        Bad(ViolationKind.Fork);
    }

    [Fact]
    public void A_revision_not_above_what_was_known_is_out_of_order()
    {
        Wrote(0, "a");
        Wrote(1, "b");
        Wrote(2, "c");
        Wrote(1, "d");
        Bad(ViolationKind.Order);
    }

    [Fact]
    public void A_revision_that_skips_one_is_out_of_order()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Done, 1, 3, "b", "b");
        Bad(ViolationKind.Order);
    }

    [Fact]
    public void A_read_of_less_than_was_acknowledged_is_stale()
    {
        Wrote(0, "a");
        Wrote(1, "b");
        Read(1, "a");
        Bad(ViolationKind.Stale);
    }

    [Fact]
    public void A_read_of_less_than_another_read_is_stale_though_nothing_was_acknowledged()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Unknown, 1, 0, "b", "b");
        Read(2, "b");
        Read(1, "a");
        Bad(ViolationKind.Stale);
    }

    [Fact]
    public void A_record_that_vanishes_is_stale()
    {
        Wrote(0, "a");
        Told(ActKind.Read, ActOutcome.Done, 0, 0, null, null);
        Bad(ViolationKind.Stale);
    }

    [Fact]
    public void A_deleted_record_that_is_read_again_is_resurrected()
    {
        Wrote(0, "a");
        Wrote(1, null);
        Read(1, "a");
        Bad(ViolationKind.Resurrected);
    }

    [Fact]
    public void A_body_at_the_revision_of_a_delete_is_resurrected()
    {
        Wrote(0, "a");
        Wrote(1, null);
        Read(2, "a");
        Bad(ViolationKind.Resurrected);
    }

    [Theory]
    [InlineData(nameof(ActOutcome.Conflict))]
    [InlineData(nameof(ActOutcome.Refused))]
    public void What_is_known_not_to_be_in_must_not_be_read(string outcome)
    {
        Wrote(0, "a");
        _acts.Add(Of(ActKind.Write, Enum.Parse<ActOutcome>(outcome), 1, 3, "b", "b") with { Began = 1, Ended = 900 });
        Read(2, "b");
        Bad(ViolationKind.NoWriter);
    }

    [Fact]
    public void Other_bytes_than_the_writer_wrote_are_refused()
    {
        Wrote(0, "a");
        Read(1, "z");
        Bad(ViolationKind.WrongBody);
    }

    [Fact]
    public void The_same_bytes_of_another_write_are_refused()
    {
        Wrote(0, "a");
        Told(ActKind.Read, ActOutcome.Done, 0, 1, "other", "a");
        Bad(ViolationKind.WrongBody);
    }

    [Fact]
    public void What_is_read_before_it_is_written_comes_from_the_future()
    {
        Read(1, "a");
        Wrote(0, "a");
        Bad(ViolationKind.Future);
    }

    [Fact]
    public void A_conflict_with_the_expected_revision_is_false()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Conflict, 1, 1, "b", "b");
        Bad(ViolationKind.FalseConflict);
    }

    [Fact]
    public void An_acknowledged_write_that_is_not_in_the_root_at_the_end_is_lost()
    {
        Wrote(0, "a");
        Wrote(1, "b");
        Told(ActKind.Final, ActOutcome.Done, 0, 1, "a", "a");
        Bad(ViolationKind.Lost);
    }

    [Fact]
    public void Sides_that_differ_by_a_key_or_a_byte_or_a_write_are_told_apart()
    {
        var root = new Dictionary<string, HeldRecord> { ["k"] = new(1, "a", "{}"), ["l"] = new(2, "b", null) };
        Assert.Empty(HistoryChecker.Compare(root, new Dictionary<string, HeldRecord>(root)));
        foreach (var other in new HeldRecord[] { new(2, "a", "{}"), new(1, "b", "{}"), new(1, "a", "[]") })
        {
            var follower = new Dictionary<string, HeldRecord>(root) { ["k"] = other };
            Assert.Equal("k", Assert.Single(HistoryChecker.Compare(root, follower)).Key);
        }

        Assert.Equal(2, HistoryChecker.Compare(root, new Dictionary<string, HeldRecord>()).Count());
        Assert.Equal(2, HistoryChecker.Compare(new Dictionary<string, HeldRecord>(), root).Count());
    }

    [Fact]
    public void Memory_may_be_behind_others_and_not_behind_its_own_client()
    {
        Wrote(0, "a");
        _acts[^1] = _acts[^1] with { Who = "other" };
        Wrote(1, "b");
        _acts[^1] = _acts[^1] with { Who = "other" };
        Told(ActKind.CachedRead, ActOutcome.Done, 0, 1, "a", "a");
        Good();
        Read(2, "b");
        Told(ActKind.CachedRead, ActOutcome.Done, 0, 1, "a", "a");
        Bad(ViolationKind.WentBack);
    }

    [Fact]
    public void Memory_that_forgets_a_write_of_its_own_client_goes_back()
    {
        Wrote(0, "a");
        Told(ActKind.CachedRead, ActOutcome.Done, 0, 0, null, null);
        Bad(ViolationKind.WentBack);
    }

    [Fact]
    public void What_memory_knew_no_later_read_may_lack()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Unknown, 1, 0, "b", "b");
        Told(ActKind.CachedRead, ActOutcome.Done, 0, 2, "b", "b");
        Read(1, "a");
        Bad(ViolationKind.Stale);
    }

    [Fact]
    public void A_delete_that_is_not_told_its_revision_is_above_what_was_known()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Done, Act.Untold, Act.Untold, "deleted", null);
        Read(2, null);
        Wrote(2, "c");
        Good();
        Told(ActKind.Write, ActOutcome.Done, Act.Untold, Act.Untold, "deleted", null);
        Read(3, "c");
        Bad(ViolationKind.Resurrected);
    }

    [Fact]
    public void Each_acknowledged_delete_needs_a_revision_of_its_own()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Done, Act.Untold, Act.Untold, "x", null);
        _acts[^1] = _acts[^1] with { Began = 10, Ended = 20 };
        Told(ActKind.Write, ActOutcome.Done, Act.Untold, Act.Untold, "y", null);
        _acts[^1] = _acts[^1] with { Began = 11, Ended = 21 };
        _acts.Add(Of(ActKind.Final, ActOutcome.Done, 0, 2, "x", null) with { Began = 30, Ended = 31 });
        Bad(ViolationKind.Lost);
    }

    [Fact]
    public void A_write_of_unknown_outcome_that_follows_whatever_stands_may_be_any_later_revision()
    {
        Wrote(0, "a");
        Told(ActKind.Write, ActOutcome.Unknown, Act.Untold, Act.Untold, "u", "u");
        Wrote(1, "b");
        Read(3, "u");
        Good();
        Read(3, "z");
        Bad(ViolationKind.WrongBody);
    }

    private void Wrote(long expected, string? body)
        => Told(ActKind.Write, ActOutcome.Done, expected, expected + 1, body ?? "deleted", body);

    private void Read(long revision, string? body)
        => Told(ActKind.Read, ActOutcome.Done, 0, revision, body ?? "deleted", body);

    private void Told(ActKind kind, ActOutcome outcome, long expected, long revision, string? id, string? body)
        => _acts.Add(Of(kind, outcome, expected, revision, id, body));

    private Act Of(ActKind kind, ActOutcome outcome, long expected, long revision, string? id, string? body)
        => new("k", "test", kind, ++_tick, ++_tick, outcome, expected, revision, id, body);

    private void Good() => Assert.Empty(HistoryChecker.Check(_acts));

    private void Bad(ViolationKind kind)
        => Assert.Contains(kind, HistoryChecker.Check(_acts).Select(violation => violation.Kind));
}
