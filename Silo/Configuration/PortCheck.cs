using System.Net;
using System.Net.Sockets;

namespace HybridOrleans.Silo.Configuration;

/// <summary>Tells ports that somebody else listens on before anything is opened.</summary>
internal static class PortCheck
{
    public static IEnumerable<string> Mistakes(SiloSettings settings)
    {
        var http = IPAddress.TryParse(settings.HttpUrl.Host, out var address) ? address : IPAddress.Loopback;
        (string Setting, IPEndPoint EndPoint)[] used =
        [
            (nameof(SiloSettings.SiloPort), new IPEndPoint(settings.Address, settings.SiloPort)),
            (nameof(SiloSettings.GatewayPort), new IPEndPoint(settings.Address, settings.GatewayPort)),
            (nameof(SiloSettings.HttpUrl), new IPEndPoint(http, settings.HttpUrl.Port)),
        ];
        foreach (var (setting, endPoint) in used)
        {
            if (FailureOf(endPoint) is { } failure)
            {
                yield return $"HybridOrleans:Silo:{setting}: {endPoint} cannot be used: {failure}. Stop what uses it, "
                    + $"or choose another with --HybridOrleans:Silo:{setting}.";
            }
        }
    }

    private static string? FailureOf(IPEndPoint endPoint)
    {
        try
        {
            using var listener = new TcpListener(endPoint);
            listener.Start();
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use" : e.Message;
        }
    }
}
