using System.Net;
using System.Net.Sockets;

namespace HybridOrleans.TestKit.Network;

/// <summary>A wire between a client and a server that a test can cut or stop at a chosen byte.</summary>
/// <remarks>
/// Every connection first passes everything. <see cref="Rule"/> is asked about each piece before it is passed on, and
/// says what happens to it. Loopback only.
/// </remarks>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _targetPort;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly List<Socket> _sockets = [];
    private readonly TaskCompletionSource _silence = new();
    private readonly Task _accepting;
    private int _isDisposed;

    public TcpProxy(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What happens to a piece of bytes. Called for one piece of a direction at a time.</summary>
    public Func<ProxyDirection, ReadOnlyMemory<byte>, ProxyVerdict> Rule { get; set; } = (_, _) => ProxyVerdict.Pass;

    /// <summary>Completes when a rule first said anything but <see cref="ProxyVerdict.Pass"/>.</summary>
    public TaskCompletionSource Struck { get; private set; } = NewStruck();

    /// <summary>Everything passes again; connections that are frozen or cut stay so.</summary>
    public void Heal()
    {
        Rule = (_, _) => ProxyVerdict.Pass;
        Struck = NewStruck();
    }

    /// <summary>Closes every connection, and refuses new ones. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _end.CancelAsync();
        _listener.Stop();
        lock (_gate)
        {
            _sockets.ForEach(s => s.Dispose());
        }

        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private static TaskCompletionSource NewStruck() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        var pumps = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                if (await ConnectAsync() is not { } server)
                {
                    client.Dispose();
                    continue;
                }

                client.NoDelay = true;
                lock (_gate)
                {
                    _sockets.AddRange([client, server]);
                }

                pumps.Add(PumpAsync(ProxyDirection.ToServer, client, server));
                pumps.Add(PumpAsync(ProxyDirection.ToClient, server, client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy was closed.
        }

        await Task.WhenAll(pumps);
    }

    /// <summary>A connection to the server; null while it does not listen, which its clients see as well.</summary>
    private async Task<Socket?> ConnectAsync()
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _targetPort), _end.Token);
            return server;
        }
        catch (SocketException)
        {
            server.Dispose();
            return null;
        }
    }

    private async Task PumpAsync(ProxyDirection direction, Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is var count and > 0)
            {
                var verdict = Rule(direction, buffer.AsMemory(0, count));
                if (verdict != ProxyVerdict.Pass)
                {
                    Struck.TrySetResult();
                }

                if (verdict == ProxyVerdict.FreezeMiddle)
                {
                    await to.SendAsync(buffer.AsMemory(0, count / 2), _end.Token);
                }

                if (verdict is ProxyVerdict.Freeze or ProxyVerdict.FreezeMiddle)
                {
                    await _silence.Task.WaitAsync(_end.Token);
                }

                if (verdict is ProxyVerdict.Pass or ProxyVerdict.PassThenCut)
                {
                    await to.SendAsync(buffer.AsMemory(0, count), _end.Token);
                }

                if (verdict != ProxyVerdict.Pass)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One end went away, and so does the other.
        }

        from.Dispose();
        to.Dispose();
    }
}
