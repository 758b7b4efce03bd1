using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Provider;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>A silo on a store whose answers a test can take away, with a client.</summary>
public abstract class InterceptedSilo : IAsyncLifetime
{
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

        GC.SuppressFinalize(this);
    }

    /// <summary>Lets every call to the store through again.</summary>
    public void Heal()
    {
        Store.OnRead = read => read();
        Store.OnWrite = write => write();
    }
}
