using HybridOrleans.Client.Analytics;
using HybridOrleans.Client.Calls;
using HybridOrleans.Client.Configuration;
using HybridOrleans.Client.Connection;
using HybridOrleans.Client.Conversations;
using HybridOrleans.Client.Erasing;
using HybridOrleans.Client.Metrics;
using HybridOrleans.Client.Migration;
using HybridOrleans.Client.Profiles;
using HybridOrleans.Client.Repair;
using HybridOrleans.Client.Updates;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Client;

/// <summary>A bot's way to the cluster. One per process is enough; safe for many callers at once.</summary>
/// <remarks>
/// It brings its own Orleans client and shares no service with the host, so that it can live beside anything. A call
/// while the first connection is being made waits for it, up to <see cref="HybridClientOptions.ConnectTimeout"/>; a
/// call while the connection is lost fails with <see cref="DataUnavailableException"/> after its repetitions.
/// </remarks>
public sealed class HybridClient : IHybridDataStore, IHybridConnection, IAsyncDisposable
{
    private readonly ConnectionStatus _status;
    private readonly ClusterLink _link;
    private readonly CallMeter _meter;
    private readonly CallPolicy _calls;
    private readonly BotAnalytics _analytics;
    private readonly Erasures _erasures;
    private int _disposed;

    internal HybridClient(HybridClientOptions options, ILoggerFactory? loggers)
    {
        loggers ??= NullLoggerFactory.Instance;
        _status = new ConnectionStatus(this, loggers.CreateLogger<HybridClient>());
        _link = new ClusterLink(options, _status, loggers);
        _meter = new CallMeter(TimeProvider.System);
        _calls = new CallPolicy(options, _status, _meter);
        var calls = _calls;
        var seen = new SeenRevisions<UserKey>(options.RememberedProfilesMax);
        Users = new UserProfiles(_link.Grains, calls, seen);
        Configuration = new BotConfiguration(
            _link.Grains, calls, new SeenRevisions<ConfigurationKey>(options.RememberedProfilesMax));
        Conversations = new BotConversations(
            _link.Grains, calls, new SeenRevisions<ConversationKey>(options.RememberedProfilesMax));
        _analytics = new BotAnalytics(_link.Grains, calls, TimeProvider.System, options.PendingEventsMax);
        EventMonths = new EventMonthTables(_link.Grains, calls);
        Repair = new DataRepair(_link.Grains, calls, seen);
        _erasures = new Erasures(_link.Grains, calls);
        Updates = new BotUpdates(
            _link.Grains, calls, options, TimeProvider.System, loggers.CreateLogger<HybridClient>());
        Migration = new MigrationControl(_link.Grains, calls, TimeProvider.System);
    }

    /// <inheritdoc/>
    public event EventHandler<ConnectionState>? StateChanged
    {
        add => _status.Changed += value;
        remove => _status.Changed -= value;
    }

    /// <inheritdoc/>
    public IUserProfiles Users { get; }

    /// <inheritdoc/>
    public IBotConfiguration Configuration { get; }

    /// <inheritdoc/>
    public IConversations Conversations { get; }

    /// <inheritdoc/>
    public IAnalytics Analytics => _analytics;

    /// <inheritdoc/>
    public IEventMonthTables EventMonths { get; }

    /// <inheritdoc/>
    public IUpdates Updates { get; }

    /// <inheritdoc/>
    public IDataRepair Repair { get; }

    /// <inheritdoc/>
    public IMigrationControl Migration { get; }

    /// <inheritdoc/>
    public ValueTask<ErasureReceipt> DeleteUserAsync(UserKey key, CancellationToken cancellation = default)
        => _erasures.DeleteUserAsync(key, cancellation);

    /// <inheritdoc/>
    public ValueTask<ErasureReceipt> GetErasureAsync(UserKey key, CancellationToken cancellation = default)
        => _erasures.GetAsync(key, cancellation);

    /// <summary>Tells what the silo that takes the call sees of its stores, its cache and its memory.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="DataUnavailableException">No silo answered.</exception>
    public ValueTask<SiloHealth> AskSiloAsync(CancellationToken cancellation = default)
        => _calls.RunAsync(
            CallKind.Read,
            _link.Grains,
            static (grains, token) => new ValueTask<SiloHealth>(
                grains.GetGrain<IHealthGrain>(0).AskAsync().AsTask().WaitAsync(token)),
            cancellation);

    /// <summary>What this client's calls were like since it was made, as their callers saw them.</summary>
    public CallMetrics GetMetrics() => _meter.Read();

    /// <inheritdoc/>
    public ConnectionState State => _status.State;

    /// <summary>Connects without a host: for scripts, tools and tests. Dispose what it returns.</summary>
    /// <param name="options">Null for the silo on this machine.</param>
    /// <param name="loggers">Where messages go; null for nowhere.</param>
    /// <param name="cancellation">Gives up connecting.</param>
    /// <exception cref="OptionsValidationException">
    /// The options hold mistakes; the message lists all of them.
    /// </exception>
    /// <exception cref="DataUnavailableException">
    /// No silo answered within <see cref="HybridClientOptions.ConnectTimeout"/>.
    /// </exception>
    public static async Task<HybridClient> ConnectAsync(
        HybridClientOptions? options = null,
        ILoggerFactory? loggers = null,
        CancellationToken cancellation = default)
    {
        options ??= new HybridClientOptions();
        var validation = new HybridClientOptionsValidator().Validate(null, options);
        if (validation.Failed)
        {
            throw new OptionsValidationException("", typeof(HybridClientOptions), validation.Failures);
        }

        var client = new HybridClient(options, loggers);
        try
        {
            await client.ConnectAsync(options.ConnectTimeout, cancellation);
            return client;
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            await client.DisposeAsync();
            throw new DataUnavailableException(
                $"No silo answered at {ClusterLink.Describe(options)} within "
                + $"{options.ConnectTimeout.TotalSeconds:0.###} s. Start one ('dotnet run --project Silo'), or set "
                + "'Gateways' to where it listens for clients, or 'RedisHost' to where silos keep their members.", e);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task WaitAsync(ConnectionState state, CancellationToken cancellation = default)
        => _status.WaitAsync(state, cancellation);

    /// <summary>Ends the connection. Calls under way fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _link.DisposeAsync();
            _analytics.Dispose();
            _status.Dispose();
        }
    }

    /// <summary>Connects, for as long as it takes.</summary>
    internal Task ConnectAsync(CancellationToken cancellation) => _link.ConnectAsync(cancellation);

    private async Task ConnectAsync(TimeSpan limit, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limit);
        await _link.ConnectAsync(time.Token);
    }
}
