using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Silo.Health;
using HybridOrleans.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Silo;

public sealed class ReadinessTests
{
    [Fact]
    public async Task A_store_that_is_away_is_named_with_its_reason_and_since_when()
    {
        var store = new InterceptedStore();
        await using var silo = await TestSilo.StartAsync(store);
        var readiness = ActivatorUtilities.CreateInstance<Readiness>(silo.Services);
        Assert.All(await readiness.AskAsync(), s => Assert.True(s.Ready, s.Name));
        store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
        var before = TimeProvider.System.GetUtcNow();
        var away = Assert.Single(await readiness.AskAsync(), s => !s.Ready);
        Assert.Equal(("store intercepted", "The test's store is away."), (away.Name, away.Reason));
        Assert.InRange(away.Since, before, TimeProvider.System.GetUtcNow());
        Assert.Equal(away.Since, Assert.Single(await readiness.AskAsync(), s => !s.Ready).Since);
        store.OnRead = read => read();
        var back = Assert.Single(await readiness.AskAsync(), s => s.Name == "store intercepted");
        Assert.True(back.Ready);
        Assert.True(back.Since >= away.Since);
        Assert.Single(silo.Log.Lines, l => l.Contains("store intercepted is not ready", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_not_waited_for()
    {
        var store = new InterceptedStore();
        await using var silo = await TestSilo.StartAsync(store);
        var readiness = ActivatorUtilities.CreateInstance<Readiness>(silo.Services);
        var never = new TaskCompletionSource();
        store.OnRead = async read =>
        {
            await never.Task;
            return await read();
        };
        var away = Assert.Single(
            await readiness.AskAsync().WaitAsync(Profiles.Limit, TestContext.Current.CancellationToken), s => !s.Ready);
        Assert.Equal("it did not answer within 2.5 s", away.Reason);
        never.SetResult();
    }
}
