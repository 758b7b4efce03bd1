using System.Collections.Concurrent;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Integration;

/// <summary>One bot's data through one client.</summary>
internal sealed class BotIntegration(HybridClient client, BotId bot) : IDatabaseIntegration
{
    private const int ImportsAtOnce = 32;

    /// <summary>What the old bot could migrate.</summary>
    private static readonly ComponentName[] All =
        [ComponentName.Users, ComponentName.Configuration, ComponentName.Conversations, ComponentName.Analytics];

    private readonly ConcurrentBag<DatabaseGirlsAdapter> _adapters = [];

    public BotId Bot => bot;

    public bool IsInitialized { get; private set; }

    public IHybridDataStore Store => Initialized();

    public async ValueTask InitializeAsync(CancellationToken cancellation = default)
    {
        await client.WaitAsync(ConnectionState.Connected, cancellation);
        IsInitialized = true;
    }

    public async ValueTask ShutdownAsync(CancellationToken cancellation = default)
    {
        IsInitialized = false;
        foreach (var adapter in _adapters)
        {
            await adapter.FlushEventsAsync(cancellation);
        }
    }

    public ValueTask<IReadOnlyDictionary<ComponentName, MigrationAnswer>> EnableMigrationAsync(
        IReadOnlyCollection<ComponentName>? components = null, CancellationToken cancellation = default)
        => AskAsync(components, MigrationVerb.Enable, cancellation);

    public ValueTask<IReadOnlyDictionary<ComponentName, MigrationAnswer>> DisableMigrationAsync(
        IReadOnlyCollection<ComponentName>? components = null, CancellationToken cancellation = default)
        => AskAsync(components, MigrationVerb.Disable, cancellation);

    public async ValueTask<IReadOnlyDictionary<ComponentName, MigrationStatus>> GetMigrationStatusAsync(
        CancellationToken cancellation = default)
    {
        var migration = Initialized().Migration;
        var statuses = await Task.WhenAll(All.Select(c => migration.StatusAsync(c, cancellation).AsTask()));
        return statuses.ToDictionary(status => status.Component);
    }

    public ValueTask<IntegrationHealth> HealthCheckAsync(CancellationToken cancellation = default)
        => IsInitialized
            ? new HealthCheck(client, bot).RunAsync(All, cancellation)
            : new(new IntegrationHealth
            {
                Status = HealthStatus.NotInitialized,
                Reasons = ["The integration is not initialised, or shut down: call InitializeAsync."],
            });

    public async ValueTask<PerformanceMetrics> GetPerformanceMetricsAsync(CancellationToken cancellation = default)
    {
        var statuses = await GetMigrationStatusAsync(cancellation);
        return new()
        {
            Calls = client.GetMetrics(),
            Stores = statuses.Where(s => s.Value.Recent is not null).ToDictionary(s => s.Key, s => s.Value.Recent!),
        };
    }

    public async ValueTask<JsonText?> GetUserProfileAsync(
        long telegramId, bool useCache = true, CancellationToken cancellation = default)
        => (await Initialized().Users.GetAsync(
            new UserKey(bot, telegramId), useCache ? Freshness.Cached : Freshness.Fresh, cancellation)).Body;

    public ValueTask<WriteReceipt> SaveUserProfileAsync(
        long telegramId, JsonText profile, CancellationToken cancellation = default)
        => Initialized().Users.SaveAsync(new UserKey(bot, telegramId), profile, cancellation: cancellation);

    public ValueTask<WriteReceipt> UpdateUserActivityAsync(long telegramId, CancellationToken cancellation = default)
        => Initialized().Users.UpdateActivityAsync(new UserKey(bot, telegramId), cancellation);

    public async ValueTask<JsonText?> GetBotConfigurationAsync(
        string scope = ConfigurationKey.GlobalScope, string scopeId = "", CancellationToken cancellation = default)
        => (await Initialized().Configuration.GetAsync(
            new ConfigurationKey(bot, scope, scopeId), cancellation: cancellation)).Body;

    public ValueTask<WriteReceipt> SaveBotConfigurationAsync(
        JsonText configuration, string scope = ConfigurationKey.GlobalScope, string scopeId = "",
        CancellationToken cancellation = default)
        => Initialized().Configuration.SaveAsync(
            new ConfigurationKey(bot, scope, scopeId), configuration, cancellation: cancellation);

    public ValueTask<EventReceipt> LogAnalyticsEventAsync(
        string type, JsonText? data = null, IReadOnlyDictionary<string, string>? dimensions = null,
        CancellationToken cancellation = default)
        => Initialized().Analytics.LogEventAsync(bot, type, data, dimensions, cancellation);

    public async ValueTask<DatabaseGirlsAdapter> CreateDatabaseAdapterAsync(
        IGirlsManager? girls = null, GirlsSettings? settings = null, CancellationToken cancellation = default)
    {
        var users = Initialized().Users;
        if (girls is not null and not DatabaseGirlsAdapter)
        {
            await Parallel.ForEachAsync(
                girls.ListAllProfilesAsync(cancellation),
                new ParallelOptions { MaxDegreeOfParallelism = ImportsAtOnce, CancellationToken = cancellation },
                async (profile, token) => await users.ImportAsync(
                    new UserKey(bot, profile.ChatId), profile.ToJson(), ImportMode.CreateOnly, token));
        }

        var adapter = new DatabaseGirlsAdapter(client, bot, settings ?? (girls as GirlsBook)?.Settings);
        _adapters.Add(adapter);
        return adapter;
    }

    private HybridClient Initialized() => IsInitialized ? client : throw new InvalidOperationException(
        $"The integration of the bot '{bot}' is not initialised, or shut down. Call InitializeAsync first.");

    private async ValueTask<IReadOnlyDictionary<ComponentName, MigrationAnswer>> AskAsync(
        IReadOnlyCollection<ComponentName>? components, MigrationVerb verb, CancellationToken cancellation)
    {
        var migration = Initialized().Migration;
        var request = new MigrationRequest { Verb = verb, By = bot.Value, Why = "asked for by the bot" };
        var answers = new Dictionary<ComponentName, MigrationAnswer>();
        foreach (var component in components ?? All)
        {
            answers[component] = await migration.DoAsync(component, request, cancellation);
        }

        return answers;
    }
}
