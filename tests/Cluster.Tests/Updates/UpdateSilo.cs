using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Updates;

/// <summary>A silo on a store whose answers a test can take away, with two instances of a bot.</summary>
public sealed class UpdateSilo : IAsyncLifetime
{
    public static readonly BotId Bot = new("han");

    private long _lastId = 9_000_000_000;

    public InterceptedStore Store { get; } = new();

    public ShiftedTime Time { get; } = new();

    public TestSilo Silo { get; private set; } = null!;

    public HybridClient First { get; private set; } = null!;

    public HybridClient Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await StartAsync();
        First = await Silo.ConnectAsync(o => o.RetriesMax = 0);
        Second = await Silo.ConnectAsync(o => o.RetriesMax = 0);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Silo.DisposeAsync();
    }

    /// <summary>Another silo on the same data.</summary>
    public Task<TestSilo> StartAsync()
        => TestSilo.StartAsync(Store, silo => silo.Services.AddSingleton<TimeProvider>(Time));

    /// <summary>An id that no other test uses.</summary>
    public long NewId() => Interlocked.Increment(ref _lastId);

    /// <summary>The grain without the client.</summary>
    public ISessionGrain Grain(SessionOwner owner)
        => Silo.Grains.GetGrain<ISessionGrain>(new SessionKey(Bot, owner).ToGrainKey());

    /// <summary>Ends every activation: what is not stored is gone.</summary>
    public Task ForgetAsync()
        => Silo.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    /// <summary>Lets every call to the store through again.</summary>
    public void Heal()
    {
        Store.OnRead = read => read();
        Store.OnWrite = write => write();
    }
}
