using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Updates.Sending;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.DatingBot;

/// <summary>A silo on a store whose answers a test can take away. It lets bots send as fast as they can.</summary>
public sealed class BotSilo : IAsyncLifetime
{
    private int _lastBot;

    public InterceptedStore Store { get; } = new();

    public TestSilo Silo { get; private set; } = null!;

    public HybridClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await TestSilo.StartAsync(Store, silo => silo.Services.Configure<SendingOptions>(options =>
        {
            options.ChatPause = TimeSpan.Zero;
            options.PerSecondMax = 1_000;
        }));
        Client = await Silo.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Silo.DisposeAsync();
    }

    /// <summary>A bot that no other test uses.</summary>
    public string NewBot() => $"dating_{Interlocked.Increment(ref _lastBot)}";

    /// <summary>Lets every call to the store through again.</summary>
    public void Heal()
    {
        Store.OnRead = read => read();
        Store.OnWrite = write => write();
    }
}
