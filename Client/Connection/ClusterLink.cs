using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Messaging;

namespace HybridOrleans.Client.Connection;

/// <summary>An Orleans client in a container of its own, and the truth about whether it reaches the cluster.</summary>
/// <remarks>
/// Orleans does not try to reconnect while nobody calls, and lets calls under way wait for their time-out when the
/// connection breaks. So this asks for a sign of life while the connection is lost, and ends the calls under way.
/// </remarks>
internal sealed class ClusterLink : IClusterConnectionStatusObserver, IAsyncDisposable
{
    private static readonly string DefaultGateway =
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{ClusterDefaults.GatewayPort}");

    /// <summary>
    /// A restarted silo is connected to again this soon. With Orleans' own minute, a restart of all silos one after
    /// another would leave a client without any gateway.
    /// </summary>
    private static readonly TimeSpan GatewaysRefresh = TimeSpan.FromSeconds(2);

    private readonly HybridClientOptions _options;
    private readonly ConnectionStatus _status;
    private readonly Backoff _backoff;
    private readonly ILogger _logger;
    private readonly ServiceProvider _services;
    private readonly IHostedService[] _hosted;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _reconnecting = Task.CompletedTask;
    private bool _started;

    public ClusterLink(HybridClientOptions options, ConnectionStatus status, ILoggerFactory loggers)
    {
        _options = options;
        _status = status;
        _backoff = new Backoff(options.RetryPause, options.RetryPauseMax);
        _logger = loggers.CreateLogger<HybridClient>();
        _services = Build(loggers);
        _hosted = [.. _services.GetServices<IHostedService>()];
        Grains = _services.GetRequiredService<IGrainFactory>();
    }

    public IGrainFactory Grains { get; }

    /// <summary>The gateways in words, for messages.</summary>
    public static string Describe(HybridClientOptions options)
        => options.RedisHost is { } redis
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the members in Redis {redis}:{options.RedisPort}/{options.RedisDatabase}")
            : string.Join(", ", options.Gateways.DefaultIfEmpty(DefaultGateway));

    /// <summary>Connects, trying again until it succeeds or the token is cancelled.</summary>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        _started = true;
        foreach (var service in _hosted)
        {
            await service.StartAsync(either.Token);
        }

        await WaitForPulseAsync(firstPause: false, either.Token);
    }

    public void NotifyGatewayCountChanged(
        int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        // A connection that opens proves nothing yet: the silo behind it may be starting. The sign of life decides.
    }

    public void NotifyClusterConnectionLost()
    {
        lock (_gate)
        {
            if (_status.State != ConnectionState.Connected || _stopping.IsCancellationRequested)
            {
                return;
            }

            _status.Set(ConnectionState.Lost);
            _reconnecting = Task.Run(() => ReconnectAsync(_stopping.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task reconnecting;
        lock (_gate)
        {
            _stopping.Cancel();
            reconnecting = _reconnecting;
        }

        await reconnecting;
        foreach (var service in _started ? _hosted : [])
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ReconnectAsync(CancellationToken cancellation)
    {
        try
        {
            await WaitForPulseAsync(firstPause: true, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The client is being closed.
        }
    }

    private async Task WaitForPulseAsync(bool firstPause, CancellationToken cancellation)
    {
        if (firstPause)
        {
            await Task.Delay(_backoff.Pause(0), cancellation);
        }

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                // Named anew each time: while the client knows of no silo, Orleans refuses to name any grain.
                await Grains.GetGrain<IPulseGrain>(0).BeatAsync().AsTask()
                    .WaitAsync(_options.CallTimeout, cancellation);
                lock (_gate)
                {
                    _status.Set(ConnectionState.Connected);
                }

                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                var pause = _backoff.Pause(attempt);
                Log.ConnectFailed(_logger, Describe(_options), attempt + 1, e.GetBaseException().Message, pause);
                await Task.Delay(pause, cancellation);
            }
        }
    }

    private ServiceProvider Build(ILoggerFactory loggers)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddOptions();
        services.AddOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = _options.ClusterId;
                cluster.ServiceId = _options.ServiceId;
            });
            client.Configure<ClientMessagingOptions>(m => m.ResponseTimeout = _options.CallTimeout);
            client.Configure<GatewayOptions>(g => g.GatewayListRefreshPeriod = GatewaysRefresh);
            client.UseConnectionRetryFilter(new ConnectRetry(_backoff, Describe(_options), _logger));
            client.Services.AddSingleton<IClusterConnectionStatusObserver>(this);
            if (_options.RedisHost is not null)
            {
                RedisMembers.Use(client, _options);
            }
            else
            {
                client.Services.AddSingleton<IGatewayListProvider>(
                    new NamedGateways(_options.Gateways.DefaultIfEmpty(DefaultGateway)));
            }

            _options.ConfigureOrleans?.Invoke(client);
        });
        return services.BuildServiceProvider();
    }
}
