using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Provider;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Conversations;

/// <summary>A silo on a store whose answers a test can take away, with a client.</summary>
public sealed class ConversationSilo : IAsyncLifetime
{
    private long _lastId = 8_000_000_000;
    private TestSilo? _silo;
    private HybridClient? _client;

    public InterceptedStore Store { get; } = new();

    public TestSilo Silo => _silo ?? throw new InvalidOperationException("The silo is not started yet.");

    public HybridClient Client => _client ?? throw new InvalidOperationException("The client is not connected yet.");

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.StartAsync(Store);
        // A test that takes an answer away wants the first outcome, not what repeating makes of it.
        _client = await _silo.ConnectAsync(o => o.RetriesMax = 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }
    }

    /// <summary>A conversation that no other test uses.</summary>
    public ConversationKey NewKey() => new(new BotId("han"), Interlocked.Increment(ref _lastId));

    /// <summary>The grain without the client's checks and memory.</summary>
    public IConversationGrain Grain(ConversationKey key)
        => Silo.Grains.GetGrain<IConversationGrain>(key.ChatId, key.Bot.Value);

    /// <summary>Ends every activation, as half an hour without a call does.</summary>
    public Task ForgetAsync(CancellationToken cancellation)
        => Silo.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, cancellation);

    /// <summary>Lets every call to the store through again.</summary>
    public void Heal()
    {
        Store.OnRead = read => read();
        Store.OnWrite = write => write();
    }
}
