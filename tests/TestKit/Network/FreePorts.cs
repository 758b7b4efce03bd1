using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HybridOrleans.TestKit.Network;

/// <summary>Loopback ports to listen on, each given out once.</summary>
/// <remarks>
/// They lie below those that Linux gives to outgoing connections (32768 and above): one of these that is free now may
/// be the near end of somebody's connection a moment later, before the server that it is meant for has started.
/// </remarks>
public static class FreePorts
{
    private const int First = 12_000;
    private const int Last = 32_000;
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    public static int Next()
    {
        int port;
        do
        {
            port = Random.Shared.Next(First, Last + 1);
        }
        while (!Given.TryAdd(port, true) || !IsFree(port));
        return port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
