using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Api;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

public sealed class GrainCallTests
{
    private readonly GrainCalls _calls = new(null!, TimeProvider.System);
    private int _made;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Read", typeof(DataUnavailableException))]
    [InlineData("Write", typeof(OutcomeUnknownException))]
    public async Task A_call_that_is_never_answered_ends_and_tells_what_is_known(string kind, Type expected)
    {
        var time = new FakeTimeProvider();
        var never = new TaskCompletionSource<int>();
        var call = new GrainCalls(null!, time).RunAsync(
            Enum.Parse<CallKind>(kind), _ => new ValueTask<int>(never.Task), Cancel);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(expected, (await Record.ExceptionAsync(() => call))?.GetType());
    }

    [Fact]
    public async Task What_did_nothing_is_repeated_twice()
    {
        await Assert.ThrowsAsync<DataUnavailableException>(
            () => RunAsync(CallKind.Write, new DataUnavailableException("away")));
        Assert.Equal(3, _made);
    }

    [Fact]
    public async Task A_lost_answer_is_repeated_only_where_that_is_harmless()
    {
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => RunAsync(CallKind.Write, new OutcomeUnknownException("lost")));
        Assert.Equal(1, _made);
        await Assert.ThrowsAsync<OutcomeUnknownException>(
            () => RunAsync(CallKind.Repeatable, new OutcomeUnknownException("lost")));
        Assert.Equal(4, _made);
    }

    [Fact]
    public async Task A_call_that_may_have_happened_never_ends_as_one_that_did_not()
        => await Assert.ThrowsAsync<OutcomeUnknownException>(() => RunAsync(
            CallKind.Repeatable, new OutcomeUnknownException("lost"), new DataUnavailableException("away")));

    private Task<int> RunAsync(CallKind kind, params Exception[] errors)
        => _calls.RunAsync<int>(kind, _ => throw errors[Math.Min(_made++, errors.Length - 1)], Cancel);
}
