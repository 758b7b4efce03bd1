using HybridOrleans.Storage.Calls;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests;

public sealed class BreakerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void One_failure_opens_it_and_one_success_closes_it()
    {
        var breaker = new Breaker(Pause, _time);
        Assert.True(breaker.MayAsk());
        Assert.True(breaker.Failed());
        Assert.False(breaker.Failed());
        Assert.True(breaker.IsOpen);
        Assert.False(breaker.MayAsk());
        Assert.True(breaker.Succeeded());
        Assert.False(breaker.Succeeded());
        Assert.False(breaker.IsOpen);
        Assert.True(breaker.MayAsk());
    }

    [Fact]
    public void After_the_pause_one_tries_and_the_others_go_on_without()
    {
        var breaker = new Breaker(Pause, _time);
        breaker.Failed();
        _time.Advance(Pause - TimeSpan.FromMilliseconds(1));
        Assert.False(breaker.IsDue);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(breaker.IsDue);
        Assert.True(breaker.MayAsk());
        Assert.False(breaker.MayAsk());
        Assert.False(breaker.IsDue);
        Assert.True(breaker.IsOpen);
    }
}
