using HybridOrleans.Storage.Migration;
using Xunit;

namespace HybridOrleans.Storage.Tests.Migration;

public sealed class SharedRunTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _mayEnd = new(0);
    private int _runs;

    [Fact]
    public async Task Who_asks_while_a_run_is_under_way_gets_the_next_one_together_with_others()
    {
        var shared = new SharedRun<int>(RunAsync);
        var first = shared.RunAsync();
        Assert.True(await _begun.WaitAsync(Limit, TestContext.Current.CancellationToken), "No run began.");
        var (second, third) = (shared.RunAsync(), shared.RunAsync());
        _mayEnd.Release(2);
        var runs = await Task.WhenAll(first, second, third).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 2], runs);
    }

    [Fact]
    public async Task A_run_that_failed_is_no_hindrance_to_the_next_one()
    {
        var shared = new SharedRun<int>(() => Interlocked.Increment(ref _runs) == 1
            ? Task.FromException<int>(new InvalidOperationException("The first one fails."))
            : Task.FromResult(_runs));
        await Assert.ThrowsAsync<InvalidOperationException>(shared.RunAsync);
        Assert.Equal(2, await shared.RunAsync());
    }

    public void Dispose()
    {
        _begun.Dispose();
        _mayEnd.Dispose();
    }

    private async Task<int> RunAsync()
    {
        var run = Interlocked.Increment(ref _runs);
        _begun.Release();
        Assert.True(await _mayEnd.WaitAsync(Limit, TestContext.Current.CancellationToken), "No run may end.");
        return run;
    }
}
