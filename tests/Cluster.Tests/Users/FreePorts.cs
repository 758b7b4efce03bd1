using System.Net;
using System.Net.Sockets;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>Loopback ports that nobody used a moment ago.</summary>
internal static class FreePorts
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
