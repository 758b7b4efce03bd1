using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HybridOrleans.TestKit.Network;

/// <summary>Loopback ports that nobody used a moment ago, each given out once.</summary>
public static class FreePorts
{
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }
}
