using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The old bot's integration manager: one bot's data on the cluster.</summary>
/// <remarks>
/// Safe for many callers at once. Calls other than <see cref="InitializeAsync"/>, <see cref="ShutdownAsync"/> and
/// <see cref="HealthCheckAsync"/> throw <see cref="InvalidOperationException"/> before it is initialised and after it
/// is shut down; else the errors of <see cref="IHybridDataStore"/>.
/// </remarks>
public interface IDatabaseIntegration
{
    /// <summary>The bot.</summary>
    BotId Bot { get; }

    /// <summary>True between <see cref="InitializeAsync"/> and <see cref="ShutdownAsync"/>.</summary>
    bool IsInitialized { get; }

    /// <summary>Everything else that the client offers.</summary>
    IHybridDataStore Store { get; }

    /// <summary>Waits for the cluster (<c>initialize</c>). Again does nothing.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask InitializeAsync(CancellationToken cancellation = default);

    /// <summary>Ends it (<c>shutdown</c>), after its adapters' events were stored. Again does nothing.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask ShutdownAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Asks for the way to PostgreSQL (<c>enable_migration</c>): data is copied and compared before anything is read
    /// from there. The controller goes on by itself; see <see cref="GetMigrationStatusAsync"/>.
    /// </summary>
    /// <param name="components">Null for users, configuration, conversations and analytics.</param>
    /// <param name="cancellation">Stops the waiting; what was begun goes on.</param>
    /// <returns>For each component whether it is under way, or the one reason why not.</returns>
    ValueTask<IReadOnlyDictionary<ComponentName, MigrationAnswer>> EnableMigrationAsync(
        IReadOnlyCollection<ComponentName>? components = null, CancellationToken cancellation = default);

    /// <summary>Asks for the way back to the JSON files (<c>disable_migration</c>). No acknowledged write is lost.
    /// </summary>
    /// <param name="components">Null for users, configuration, conversations and analytics.</param>
    /// <param name="cancellation">Stops the waiting; what was begun goes on.</param>
    /// <returns>For each component whether it is done or under way, or the one reason why not.</returns>
    ValueTask<IReadOnlyDictionary<ComponentName, MigrationAnswer>> DisableMigrationAsync(
        IReadOnlyCollection<ComponentName>? components = null, CancellationToken cancellation = default);

    /// <summary>Where the migration of each component stands (<c>get_migration_status</c>).</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<IReadOnlyDictionary<ComponentName, MigrationStatus>> GetMigrationStatusAsync(
        CancellationToken cancellation = default);

    /// <summary>How the data fares now (<c>health_check</c>). What does not answer is told, not thrown.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<IntegrationHealth> HealthCheckAsync(CancellationToken cancellation = default);

    /// <summary>How fast the data is (<c>get_performance_metrics</c>).</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    ValueTask<PerformanceMetrics> GetPerformanceMetricsAsync(CancellationToken cancellation = default);

    /// <summary>Reads a profile (<c>get_user_profile</c>).</summary>
    /// <param name="telegramId">The user or group.</param>
    /// <param name="useCache">False to ask the store.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Null when there is none.</returns>
    ValueTask<JsonText?> GetUserProfileAsync(
        long telegramId, bool useCache = true, CancellationToken cancellation = default);

    /// <summary>Replaces a whole profile (<c>save_user_profile</c>).</summary>
    /// <param name="telegramId">The user or group.</param>
    /// <param name="profile">A JSON object.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask<WriteReceipt> SaveUserProfileAsync(
        long telegramId, JsonText profile, CancellationToken cancellation = default);

    /// <summary>Counts a message of a user, and notes the time (<c>update_user_activity</c>).</summary>
    /// <param name="telegramId">The user or group.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask<WriteReceipt> UpdateUserActivityAsync(long telegramId, CancellationToken cancellation = default);

    /// <summary>Reads a configuration (<c>get_bot_configuration</c>).</summary>
    /// <param name="scope">What kind of thing it is for.</param>
    /// <param name="scopeId">Which one of them.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>Null when there is none. Scopes never touch each other.</returns>
    ValueTask<JsonText?> GetBotConfigurationAsync(
        string scope = ConfigurationKey.GlobalScope, string scopeId = "", CancellationToken cancellation = default);

    /// <summary>Replaces a whole configuration (<c>save_bot_configuration</c>).</summary>
    /// <param name="configuration">A JSON object.</param>
    /// <param name="scope">What kind of thing it is for.</param>
    /// <param name="scopeId">Which one of them.</param>
    /// <param name="cancellation">Stops the waiting; the write may still happen.</param>
    ValueTask<WriteReceipt> SaveBotConfigurationAsync(
        JsonText configuration, string scope = ConfigurationKey.GlobalScope, string scopeId = "",
        CancellationToken cancellation = default);

    /// <summary>Logs an event that happens now (<c>log_analytics_event</c>).</summary>
    /// <param name="type">What happened.</param>
    /// <param name="data">A JSON object with more about it; null for nothing.</param>
    /// <param name="dimensions">What it may be counted by; null for nothing.</param>
    /// <param name="cancellation">Stops the waiting; the event may still be stored.</param>
    ValueTask<EventReceipt> LogAnalyticsEventAsync(
        string type, JsonText? data = null, IReadOnlyDictionary<string, string>? dimensions = null,
        CancellationToken cancellation = default);

    /// <summary>
    /// Makes an adapter of the cluster (<c>create_database_adapter</c>), after it has brought in the profiles that only
    /// <paramref name="girls"/> has. What the cluster has, or had and deleted, stays: call it at each start.
    /// </summary>
    /// <param name="girls">The manager that the bot has used so far; null for none.</param>
    /// <param name="settings">Null for those of <paramref name="girls"/>, or the defaults.</param>
    /// <param name="cancellation">Stops the waiting; repeating the call goes on.</param>
    ValueTask<DatabaseGirlsAdapter> CreateDatabaseAdapterAsync(
        IGirlsManager? girls = null, GirlsSettings? settings = null, CancellationToken cancellation = default);
}
