using System.Net;
using System.Net.Sockets;

namespace HybridOrleans.Cli.Cluster;

/// <summary>Where a silo listens on loopback.</summary>
/// <param name="Silo">For other silos.</param>
/// <param name="Gateway">For clients.</param>
/// <param name="Http">For health and dashboard.</param>
internal sealed record SiloPorts(int Silo, int Gateway, int Http)
{
    /// <summary>A port that nobody listens on now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Finds ports of a cluster that cannot be had, each with the option that moves it.</summary>
    public static IReadOnlyList<string> Taken(ClusterSettings settings)
    {
        var wanted = new List<(string What, string Option, int Port)>();
        for (var number = 1; number <= settings.Silos; number++)
        {
            var ports = settings.PortsOf(number);
            wanted.Add(($"silo {number}, gateway", "--gateway-port", ports.Gateway));
            wanted.Add(($"silo {number}, other silos", "--silo-port", ports.Silo));
            wanted.Add(($"silo {number}, health and dashboard", "--http-port", ports.Http));
        }

        if (settings.RedisPort != 0)
        {
            wanted.Add(("Redis", "--redis-port", settings.RedisPort));
        }

        return [.. wanted
            .GroupBy(w => w.Port)
            .Where(g => g.Count() > 1)
            .Select(g => $"{g.Key} is wanted twice: {string.Join("; ", g.Select(w => $"{w.What} ({w.Option})"))}")
            .Concat(wanted
                .Where(w => !IsFree(w.Port))
                .Select(w => $"{w.Port} is in use, and wanted for {w.What} ({w.Option})"))];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
