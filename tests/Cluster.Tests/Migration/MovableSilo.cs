using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Silo;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Postgres.Embedded;
using HybridOrleans.TestKit;
using HybridOrleans.TestKit.Processes;
using Xunit;
using static HybridOrleans.Cluster.Tests.Migration.Operator;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>A silo as an operator runs it, a database server that can be stopped, and a client.</summary>
public sealed class MovableSilo : IAsyncLifetime
{
    private readonly SiloFolder _folder = new();
    private OwnPostgres? _postgres;
    private SiloChild? _silo;
    private HybridClient? _client;
    private long _lastId;

    public BotId Bot { get; } = new("han");

    public string Data => _folder.Data;

    public EmbeddedPostgres Postgres
        => _postgres?.Server ?? throw new InvalidOperationException("It is not started yet.");

    public HybridClient Client => _client ?? throw new InvalidOperationException("It is not connected yet.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _postgres = await OwnPostgres.StartAsync(Cancel);
        _silo = await SiloChild.StartAsync(
            _folder.Path, null, Cancel, $"--HybridOrleans:Postgres:ConnectionString={Postgres.ConnectionString}");
        _client = await _silo.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _silo!.DisposeAsync();
        await _postgres!.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A profile that no other test uses.</summary>
    public UserKey NewKey(string? bot = null)
        => new(bot is null ? Bot : new BotId(bot), Interlocked.Increment(ref _lastId));

    /// <summary>Goes to <c>Off</c>, or to <c>Live</c> at 100 %, from wherever the profiles are.</summary>
    public async Task GoAsync(MigrationPhase phase)
    {
        var isOff = phase == MigrationPhase.Off;
        await DidAsync(Client, isOff ? MigrationVerb.Disable : MigrationVerb.Enable);
        await UntilAsync(
            Client,
            $"{phase}, and the silo sees it",
            s => s.Phase == phase && s.Goal is null && (isOff || s.SharePercent == 100)
                && s.Silos.Count > 0 && s.Silos.All(v => v.Phase == phase));
    }
}
