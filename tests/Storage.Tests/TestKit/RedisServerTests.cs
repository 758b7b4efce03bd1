using System.Net.Sockets;
using HybridOrleans.TestKit;
using Xunit;

namespace HybridOrleans.Storage.Tests.TestKit;

public sealed class RedisServerTests
{
    [Fact]
    public async Task Two_servers_answer_side_by_side_and_are_gone_afterwards()
    {
        var cancellation = TestContext.Current.CancellationToken;
        int port;
        await using (var first = await RedisServer.StartAsync(cancellation))
        await using (var second = await RedisServer.StartAsync(cancellation))
        {
            port = second.Port;
            Assert.Equal("+PONG", await PingAsync(first.Port, cancellation));
            Assert.Equal("+PONG", await PingAsync(second.Port, cancellation));
        }

        await Assert.ThrowsAsync<SocketException>(() => PingAsync(port, cancellation));
    }

    private static async Task<string?> PingAsync(int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, cancellation);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), cancellation);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(cancellation);
    }
}
