using HybridOrleans.Client;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>The integration manager on a cluster without PostgreSQL and Redis.</summary>
public sealed class IntegrationTests(ClusterPlace place) : IClassFixture<ClusterPlace>
{
    private static long s_lastBot;

    private readonly string _bot = $"integration-{Interlocked.Increment(ref s_lastBot)}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_there_between_its_beginning_and_its_end()
    {
        Assert.Null(DatabaseIntegration.Current);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await DatabaseIntegration.CreateDatabaseAdapterAsync(cancellation: Cancel));
        var options = new HybridClientOptions { Gateways = { place.Silo.Gateway }, RetriesMax = 0 };
        var begun = await DatabaseIntegration.InitializeAsync(_bot, false, options, Cancel);
        try
        {
            Assert.Same(begun, DatabaseIntegration.Current);
            Assert.Same(
                begun, await DatabaseIntegration.InitializeAsync(_bot, enableMigration: true, cancellation: Cancel));
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => DatabaseIntegration.InitializeAsync("another", cancellation: Cancel));
            await using var girls = await DatabaseIntegration.CreateDatabaseAdapterAsync(cancellation: Cancel);
            await girls.EnsureGirlAsync(7, "Eva", Cancel);
            Assert.Contains("\"name\":\"Eva\"", Text(await begun.GetUserProfileAsync(7, cancellation: Cancel)));
        }
        finally
        {
            await DatabaseIntegration.ShutdownAsync(Cancel);
        }

        await DatabaseIntegration.ShutdownAsync(Cancel);
        Assert.Null(DatabaseIntegration.Current);
        Assert.Equal("not_initialized", (await begun.HealthCheckAsync(Cancel)).StatusText);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await begun.GetUserProfileAsync(7, cancellation: Cancel));
    }

    [Fact]
    public async Task Profiles_activity_and_events_are_those_of_the_bot()
    {
        var it = await BeginAsync();
        Assert.Null(await it.GetUserProfileAsync(42, cancellation: Cancel));
        await it.SaveUserProfileAsync(42, new("""{"name":"Ева"}"""), Cancel);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => it.UpdateUserActivityAsync(42, Cancel).AsTask()));
        var profile = GirlProfile.Read(42, (await it.GetUserProfileAsync(42, useCache: false, Cancel))!.Value);
        Assert.Equal(("Ева", 50), (profile.Name, profile.MessageCount));
        var dimensions = new Dictionary<string, string> { ["lang"] = "ru" };
        Assert.True((await it.LogAnalyticsEventAsync("message", new("""{"n":1}"""), dimensions, Cancel)).IsNew);
    }

    /// <remarks>In the old bot they overwrote each other.</remarks>
    [Fact]
    public async Task The_configuration_of_one_scope_never_touches_another()
    {
        var it = await BeginAsync();
        await Task.WhenAll(
            it.SaveBotConfigurationAsync(new("""{"n":1}"""), cancellation: Cancel).AsTask(),
            it.SaveBotConfigurationAsync(new("""{"n":2}"""), "chat", "42", Cancel).AsTask(),
            it.SaveBotConfigurationAsync(new("""{"n":3}"""), "chat", "43", Cancel).AsTask());
        Assert.Equal("""{"n":1}""", Text(await it.GetBotConfigurationAsync(cancellation: Cancel)));
        Assert.Equal("""{"n":2}""", Text(await it.GetBotConfigurationAsync("chat", "42", Cancel)));
        Assert.Equal("""{"n":3}""", Text(await it.GetBotConfigurationAsync("chat", "43", Cancel)));
        Assert.Null(await it.GetBotConfigurationAsync("user", "42", Cancel));
        Assert.Equal(
            ["42", "43"],
            await place.Client.Configuration.ListAsync(it.Bot, "chat", Cancel).Select(k => k.ScopeId).Order()
                .ToListAsync(Cancel));
    }

    [Fact]
    public async Task Without_a_list_every_component_is_asked_for()
    {
        var it = await BeginAsync();
        var answers = await it.EnableMigrationAsync(cancellation: Cancel);
        Assert.Equal(
            [ComponentName.Users, ComponentName.Configuration, ComponentName.Conversations, ComponentName.Analytics],
            answers.Keys.Order());
        Assert.All(answers.Values, answer => Assert.False(answer.Done));
        var one = await it.DisableMigrationAsync([ComponentName.Users], Cancel);
        Assert.Equal(ComponentName.Users, Assert.Single(one).Key);
        Assert.All((await it.GetMigrationStatusAsync(Cancel)).Values, s => Assert.Equal(MigrationPhase.Off, s.Phase));
    }

    [Fact]
    public async Task Health_tells_what_does_not_answer()
    {
        var it = await BeginAsync();
        await it.GetUserProfileAsync(42, cancellation: Cancel);
        await it.GetUserProfileAsync(42, cancellation: Cancel);
        var healthy = await it.HealthCheckAsync(Cancel);
        Assert.Equal(("healthy", null, null), (healthy.StatusText, healthy.DatabaseAnswers, healthy.RedisAnswers));
        Assert.Empty(healthy.Reasons);
        Assert.Empty(healthy.Debt);
        Assert.InRange(healthy.HitRatios[Tier.Memory], 0.001, 0.999);
        Assert.Equal(4, healthy.Migration.Count);
        try
        {
            place.Store.OnRead = _ => throw new StoreUnavailableException("The test's store is away.");
            var down = await it.HealthCheckAsync(Cancel);
            Assert.Equal("error", down.StatusText);
            Assert.StartsWith("Profiles cannot be read: ", Assert.Single(down.Reasons), StringComparison.Ordinal);
        }
        finally
        {
            place.Heal();
        }

        Assert.Equal(HealthStatus.Healthy, (await it.HealthCheckAsync(Cancel)).Status);
    }

    [Fact]
    public async Task Performance_tells_each_tier_apart()
    {
        await using var client = await place.Silo.ConnectAsync();
        var it = new HybridOrleans.Client.Integration.BotIntegration(client, new BotId(_bot));
        await it.InitializeAsync(Cancel);
        await it.SaveUserProfileAsync(42, new("{}"), Cancel);
        await it.GetUserProfileAsync(42, useCache: false, Cancel);
        await it.GetUserProfileAsync(42, cancellation: Cancel);
        await it.GetUserProfileAsync(42, cancellation: Cancel);
        var calls = (await it.GetPerformanceMetricsAsync(Cancel)).Calls;
        Assert.Equal(
            (2L, 0L, 1L, 1L),
            (calls.Reads[Tier.Memory].Count, calls.Reads[Tier.Cache].Count, calls.Reads[Tier.Store].Count,
                calls.Writes.Count));
        Assert.InRange(calls.Reads[Tier.Memory].P50, TimeSpan.FromTicks(1), calls.Reads[Tier.Memory].P99);
        Assert.Equal((0L, 0L), (calls.Failed, calls.Unvalidated));
    }

    [Fact]
    public async Task An_adapter_brings_in_what_only_the_files_have()
    {
        using var files = new FilePlace();
        var old = new GirlsManager(files.Folder);
        await files.PutAsync(1, """{ "name": "Ева", "n": 1.0 }""");
        await files.PutAsync(2, """{ "name": "Мария" }""");
        await files.PutAsync(3, """{ "name": "Анна" }""");
        var it = await BeginAsync();
        await it.SaveUserProfileAsync(2, new("""{"name":"newer"}"""), Cancel);
        await it.SaveUserProfileAsync(3, new("{}"), Cancel);
        await it.Store.Users.DeleteAsync(new UserKey(it.Bot, 3), Cancel);
        await using var girls = await it.CreateDatabaseAdapterAsync(old, cancellation: Cancel);
        Assert.Same(old.Settings, girls.Settings);
        Assert.Equal("""{"name":"Ева","n":1.0}""", Text(await it.GetUserProfileAsync(1, cancellation: Cancel)));
        Assert.Equal(
            [(1, "Ева"), (2, "newer")],
            await girls.ListGirlsAsync(Cancel).Select(p => (p.ChatId, p.Name)).Order().ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_host_gets_it_as_a_service()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHybridClient(o => o.Gateways.Add(place.Silo.Gateway)).AddDatabaseIntegration(_bot);
        await using var provider = services.BuildServiceProvider();
        var it = provider.GetRequiredService<IDatabaseIntegration>();
        Assert.Equal((_bot, false), (it.Bot.Value, it.IsInitialized));
        await provider.GetRequiredService<HybridClient>().ConnectAsync(Cancel);
        await it.InitializeAsync(Cancel);
        Assert.Equal(HealthStatus.Healthy, (await it.HealthCheckAsync(Cancel)).Status);
    }

    private async Task<IDatabaseIntegration> BeginAsync()
    {
        var it = new HybridOrleans.Client.Integration.BotIntegration(place.Client, new BotId(_bot));
        await it.InitializeAsync(Cancel);
        return it;
    }

    private static string? Text(JsonText? json)
        => json is { } text ? System.Text.Encoding.UTF8.GetString(text.Utf8.Span) : null;
}
