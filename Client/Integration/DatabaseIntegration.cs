using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>The one integration of a process, by the calls of the old bot. In a host, use the service.</summary>
/// <remarks>Safe for many callers at once.</remarks>
public static class DatabaseIntegration
{
    private static readonly SemaphoreSlim Turn = new(1);
    private static HybridClient? s_client;

    /// <summary>What <see cref="InitializeAsync"/> made (<c>get_database_integration</c>); null before and after.
    /// </summary>
    public static IDatabaseIntegration? Current { get; private set; }

    /// <summary>Connects a bot to the cluster (<c>init_database_integration</c>).</summary>
    /// <param name="botId">The bot: 1 to 64 of <c>a-z 0-9 _ -</c>.</param>
    /// <param name="enableMigration">
    /// True to ask for the way of all components to PostgreSQL, too. One that cannot go stays where it is, and
    /// <see cref="IDatabaseIntegration.GetMigrationStatusAsync"/> says why.
    /// </param>
    /// <param name="options">Null for the silo on this machine.</param>
    /// <param name="cancellation">Gives up connecting.</param>
    /// <returns>The integration; the same one when the bot is connected already.</returns>
    /// <exception cref="InvalidOperationException">Another bot is connected. Shut it down first.</exception>
    /// <exception cref="DataUnavailableException">No silo answered in time.</exception>
    public static async Task<IDatabaseIntegration> InitializeAsync(
        string botId, bool enableMigration = false, HybridClientOptions? options = null,
        CancellationToken cancellation = default)
    {
        var bot = new BotId(botId);
        await Turn.WaitAsync(cancellation);
        try
        {
            var integration = Current ?? await ConnectAsync(bot, options, cancellation);
            if (integration.Bot != bot)
            {
                throw new InvalidOperationException(
                    $"The bot '{integration.Bot}' is connected, not '{bot}'. Call ShutdownAsync first.");
            }

            if (enableMigration)
            {
                await integration.EnableMigrationAsync(cancellation: cancellation);
            }

            return integration;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Ends the connection (<c>shutdown_database_integration</c>), after events were stored.</summary>
    /// <param name="cancellation">Stops the waiting for events.</param>
    public static async Task ShutdownAsync(CancellationToken cancellation = default)
    {
        await Turn.WaitAsync(cancellation);
        try
        {
            var (integration, client) = (Current, s_client);
            (Current, s_client) = (null, null);
            await using (client)
            {
                await (integration?.ShutdownAsync(cancellation) ?? ValueTask.CompletedTask);
            }
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Makes an adapter of the current integration (<c>create_database_adapter</c>).</summary>
    /// <param name="girls">The manager that the bot has used so far; null for none.</param>
    /// <param name="cancellation">Stops the waiting; repeating the call goes on.</param>
    /// <exception cref="InvalidOperationException">It is not initialised.</exception>
    public static ValueTask<DatabaseGirlsAdapter> CreateDatabaseAdapterAsync(
        IGirlsManager? girls = null, CancellationToken cancellation = default)
        => (Current ?? throw new InvalidOperationException("Call DatabaseIntegration.InitializeAsync first."))
            .CreateDatabaseAdapterAsync(girls, cancellation: cancellation);

    private static async Task<IDatabaseIntegration> ConnectAsync(
        BotId bot, HybridClientOptions? options, CancellationToken cancellation)
    {
        s_client = await HybridClient.ConnectAsync(options, cancellation: cancellation);
        var integration = new Integration.BotIntegration(s_client, bot);
        await integration.InitializeAsync(cancellation);
        Current = integration;
        return integration;
    }
}
