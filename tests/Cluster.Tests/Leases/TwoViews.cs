using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Leases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Leases;

/// <summary>Two clusters on one store, as after a lost table; of one of them a test takes the view away.</summary>
public sealed class TwoViews : IAsyncLifetime
{
    private readonly LeapingTime _time = new();
    private readonly SwitchedCheck _check;
    private TestSilo? _old;
    private TestSilo? _other;
    private long _lastId;

    public TwoViews() => _check = new SwitchedCheck(_time);

    public InterceptedStore Store { get; } = new();

    /// <summary>The one whose view grows old.</summary>
    public IGrainFactory Old => _old!.Grains;

    /// <summary>The one that goes on.</summary>
    public IGrainFactory Other => _other!.Grains;

    public async ValueTask InitializeAsync()
    {
        _old = await TestSilo.StartAsync(
            Store, silo => silo.Services.AddSingleton<TimeProvider>(_time).AddSingleton<ISelfCheck>(_check));
        _other = await TestSilo.StartAsync(Store);
    }

    public async ValueTask DisposeAsync()
    {
        await (_old?.DisposeAsync() ?? default);
        await (_other?.DisposeAsync() ?? default);
    }

    /// <summary>An id that no other test uses.</summary>
    public long NewId() => Interlocked.Increment(ref _lastId);

    /// <summary>Lets time go by, in which the old one finds itself well or not.</summary>
    public void Leap(bool isWell)
    {
        _check.IsGood = isWell;
        _time.Leap(ViewLease.Length);
    }

    /// <summary>Lets every call through again, and the old one's view be fresh.</summary>
    public void Heal()
    {
        Store.OnRead = read => read();
        Leap(isWell: true);
    }
}
