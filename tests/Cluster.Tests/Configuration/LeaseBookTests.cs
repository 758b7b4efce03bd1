using HybridOrleans.Grains.Configuration;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Configuration;

/// <summary>What an owner lends, and what it waits for before it writes, in a time that stands still.</summary>
public sealed class LeaseBookTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();
    private readonly List<IConfigurationHolder> _told = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_owner_that_has_just_begun_lets_one_lease_pass()
    {
        var leases = Leases(_ => Task.CompletedTask);
        _time.Advance(LeaseBook.Length);
        leases.Begin();
        var called = leases.CallInAsync(Cancel).AsTask();
        await PassAsync(LeaseBook.Length - Moment);
        Assert.False(called.IsCompleted);
        await PassAsync(Moment * 2);
        await called.WaitAsync(Limit, Cancel);
    }

    [Fact]
    public async Task One_that_has_lent_nothing_waits_for_nothing()
    {
        var leases = Settled(_ => Task.CompletedTask);
        await leases.CallInAsync(Cancel);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Every_holder_is_told_once_and_waited_for()
    {
        var answers = new Dictionary<IConfigurationHolder, TaskCompletionSource>
        {
            [new Holder()] = new(),
            [new Holder()] = new(),
        };
        var leases = Settled(h => answers[h].Task);
        foreach (var holder in answers.Keys)
        {
            Assert.Equal(LeaseBook.Length, leases.Lend(holder, _time.GetTimestamp()));
            Assert.Equal(LeaseBook.Length, leases.Lend(holder, _time.GetTimestamp()));
        }

        var called = leases.CallInAsync(Cancel).AsTask();
        Assert.Equal(answers.Keys.ToHashSet(), _told.ToHashSet());
        answers.Values.First().SetResult();
        Assert.False(called.IsCompleted);
        answers.Values.Last().SetResult();
        await called.WaitAsync(Limit, Cancel);
        leases.Reopen();
        await leases.CallInAsync(Cancel);
        Assert.Equal(2, _told.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_does_not_answer_or_cannot_be_reached_is_waited_for_as_long_as_it_may_answer(bool fails)
    {
        var silence = new TaskCompletionSource();
        var leases = Settled(_ => fails ? Task.FromException(new TimeoutException("The test's wire.")) : silence.Task);
        var confirmed = _time.GetTimestamp();
        _time.Advance(Moment);
        Assert.Equal(LeaseBook.Length - Moment, leases.Lend(new Holder(), confirmed));
        var called = leases.CallInAsync(Cancel).AsTask();
        await PassAsync(LeaseBook.Length - (Moment * 2));
        Assert.False(called.IsCompleted);
        await PassAsync(Moment * 2);
        await called.WaitAsync(Limit, Cancel);
    }

    [Fact]
    public async Task Nothing_is_lent_between_the_call_and_the_end_of_the_write()
    {
        var leases = Settled(_ => Task.CompletedTask);
        await leases.CallInAsync(Cancel);
        Assert.Equal(TimeSpan.Zero, leases.Lend(new Holder(), _time.GetTimestamp()));
        leases.Reopen();
        Assert.Equal(LeaseBook.Length, leases.Lend(new Holder(), _time.GetTimestamp()));
    }

    [Fact]
    public void An_old_value_is_not_lent()
    {
        var leases = Settled(_ => Task.CompletedTask);
        var confirmed = _time.GetTimestamp();
        _time.Advance(LeaseBook.Length);
        Assert.Equal(TimeSpan.Zero, leases.Lend(new Holder(), confirmed));
    }

    [Fact]
    public async Task What_ran_out_is_not_told()
    {
        var leases = Settled(_ => Task.CompletedTask);
        leases.Lend(new Holder(), _time.GetTimestamp());
        _time.Advance(LeaseBook.Length);
        await leases.CallInAsync(Cancel);
        Assert.Empty(_told);
    }

    /// <summary>A book of an owner that has been there for long.</summary>
    private LeaseBook Settled(Func<IConfigurationHolder, Task> drop)
    {
        var leases = Leases(drop);
        _time.Advance(LeaseBook.Length);
        return leases;
    }

    private LeaseBook Leases(Func<IConfigurationHolder, Task> drop) => new(_time, holder =>
    {
        _told.Add(holder);
        return drop(holder);
    });

    /// <summary>Lets time pass, and what waits for it go on.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        for (var i = 0; i < 20; i++)
        {
            await Task.Yield();
        }
    }

    private sealed class Holder : IConfigurationHolder
    {
        public Task DropAsync(string grainKey) => Task.CompletedTask;
    }
}
