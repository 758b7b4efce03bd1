using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Client;

public sealed class ClientOptionsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_defaults_reach_the_silo_on_this_machine()
    {
        var options = new HybridClientOptions();
        Assert.Empty(options.Gateways);
        Assert.Equal(("hybrid", "hybrid"), (options.ClusterId, options.ServiceId));
        Assert.Equal(TimeSpan.FromSeconds(10), options.CallTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ConnectTimeout);
        Assert.Equal(3, options.RetriesMax);
        Assert.Equal(TimeSpan.FromMilliseconds(100), options.RetryPause);
        Assert.Equal(TimeSpan.FromSeconds(2), options.RetryPauseMax);
        Assert.Equal(100_000, options.RememberedProfilesMax);
        Assert.Equal(10_000, options.PendingEventsMax);
        Assert.Equal((null, 6379, 0, null),
            (options.RedisHost, options.RedisPort, options.RedisDatabase, options.RedisPassword));
        Assert.Null(options.ConfigureOrleans);
        Assert.True(new HybridClientOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public async Task All_mistakes_are_reported_at_once()
    {
        var options = new HybridClientOptions
        {
            Gateways = { "127.0.0.1", "10.0.0.1:0" },
            RedisHost = "redis",
            RedisPort = 0,
            RedisDatabase = 16,
            ClusterId = "",
            ServiceId = " ",
            CallTimeout = TimeSpan.Zero,
            ConnectTimeout = TimeSpan.FromDays(1),
            RetryPause = TimeSpan.FromSeconds(30),
            RetryPauseMax = TimeSpan.FromSeconds(3),
            RetriesMax = 21,
            RememberedProfilesMax = -1,
            PendingEventsMax = 0,
        };
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => HybridClient.ConnectAsync(options, cancellation: Cancel));
        const string Form = "is no gateway: write host:port, such as 127.0.0.1:30000, with a port from 1 to 65535.";
        Assert.Equal(
            [
                $"Gateways: '127.0.0.1' {Form}",
                $"Gateways: '10.0.0.1:0' {Form}",
                "RedisHost: 'redis' and 2 Gateways are two ways to find the cluster: set one of them.",
                "RedisPort: 0 is outside 1 to 65535.",
                "RedisDatabase: 16 is outside 0 to 15.",
                "ClusterId: '' is empty; give it a name.",
                "ServiceId: ' ' is empty; give it a name.",
                "CallTimeout: 00:00:00 is outside 00:00:00.1000000 to 00:05:00.",
                "ConnectTimeout: 1.00:00:00 is outside 00:00:00.1000000 to 01:00:00.",
                "RetryPause: 00:00:30 is longer than RetryPauseMax, which is 00:00:03.",
                "RetriesMax: 21 is outside 0 to 20.",
                "RememberedProfilesMax: -1 is outside 0 to 10000000.",
                "PendingEventsMax: 0 is outside 1 to 1000000.",
            ],
            error.Failures);
    }

    [Fact]
    public async Task Wrong_options_stop_the_start_of_the_bot()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("HybridOrleans:Client:RetriesMax", "99")]);
        builder.AddHybridClient();
        using var host = builder.Build();
        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));
    }

    [Fact]
    public async Task Code_wins_over_configuration_and_adding_twice_is_harmless()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([
            new("HybridOrleans:Client:Gateways:0", "10.0.0.7:30001"),
            new("HybridOrleans:Client:RetriesMax", "1"),
        ]);
        builder.AddHybridClient(o => o.RetriesMax = 2);
        builder.Services.AddHybridClient();
        var host = builder.Build();
        await using var services = (IAsyncDisposable)host;
        var options = host.Services.GetRequiredService<IOptions<HybridClientOptions>>().Value;
        Assert.Equal(["10.0.0.7:30001"], options.Gateways);
        Assert.Equal(2, options.RetriesMax);
        Assert.Same(
            host.Services.GetRequiredService<IHybridDataStore>(),
            host.Services.GetRequiredService<IHybridConnection>());
        Assert.Single(host.Services.GetServices<IHostedService>(), s => s.GetType().Name == "HybridClientService");
    }

    [Fact]
    public async Task No_silo_ends_in_an_error_that_names_the_way_out()
    {
        var options = new HybridClientOptions
        {
            Gateways = { "127.0.0.1:9" },
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
        };
        var error = await Assert.ThrowsAsync<DataUnavailableException>(
            () => HybridClient.ConnectAsync(options, cancellation: Cancel));
        Assert.StartsWith("No silo answered at 127.0.0.1:9 within 0.3 s.", error.Message, StringComparison.Ordinal);
    }
}
