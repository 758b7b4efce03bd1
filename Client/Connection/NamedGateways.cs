using Orleans.Messaging;

namespace HybridOrleans.Client.Connection;

/// <summary>
/// The configured gateways. Names are looked up again and again: a restarted silo may have a new address.
/// </summary>
internal sealed class NamedGateways(IEnumerable<string> gateways) : IGatewayListProvider
{
    private readonly string[] _gateways = [.. gateways];

    /// <summary>How long a gateway that said goodbye, or broke, is left out; a stop takes less.</summary>
    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(8);

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var found = new List<Uri>();
        Exception? lastError = null;
        foreach (var text in _gateways)
        {
            try
            {
                var address = GatewayAddress.Parse(text);
                found.Add((await address.ResolveAsync()).ToGatewayUri());
            }
            catch (System.Net.Sockets.SocketException e)
            {
                // The others may do.
                lastError = e;
            }
        }

        return found.Count > 0 || lastError is null ? found : throw lastError;
    }
}
