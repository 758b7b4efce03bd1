using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HybridOrleans.Client.Connection;

/// <summary>Where a silo listens for clients.</summary>
internal readonly record struct GatewayAddress(string Host, int Port)
{
    /// <exception cref="FormatException">The text is no <c>host:port</c>.</exception>
    public static GatewayAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is no gateway: write host:port, such as 127.0.0.1:30000.");

    public static bool TryParse(string? text, out GatewayAddress address)
    {
        address = default;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port == 0)
        {
            return false;
        }

        var host = text![..colon].Trim('[', ']');
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return false;
        }

        address = new GatewayAddress(host, port);
        return true;
    }

    /// <summary>The address to connect to; of a name that has several, IPv4 is preferred.</summary>
    /// <exception cref="SocketException">There is no such host.</exception>
    public async Task<IPEndPoint> ResolveAsync()
    {
        if (IPAddress.TryParse(Host, out var literal))
        {
            return new IPEndPoint(literal, Port);
        }

        var found = await Dns.GetHostAddressesAsync(Host);
        var ipv4 = Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork);
        return new IPEndPoint(ipv4 ?? found[0], Port);
    }
}
