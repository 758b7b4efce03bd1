using System.Diagnostics.Metrics;
using HybridOrleans.Cluster.Tests.Users;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Residency;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Residency;

/// <summary>How much of the state a silo keeps in memory.</summary>
public sealed class ResidencyTests : IAsyncLifetime
{
    private const int Limit = 100;
    private const int Favourites = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private TestSilo? _silo;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestSilo Silo => _silo!;

    private ResidentSet Residents => Silo.Services.GetRequiredService<ResidentSet>();

    public async ValueTask InitializeAsync()
        => _silo = await TestSilo.StartAsync(
            new MemoryRecordStore(),
            silo => silo.Services.Configure<ResidencyOptions>(memory =>
            {
                memory.ActivationsMax = Limit;
                memory.UsersIdleAge = TimeSpan.FromMinutes(7);
                (memory.PressurePercent, memory.ReliefPercent) = (60, 50);
            }));

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Above_the_limit_the_least_recently_used_leave_and_nothing_is_lost()
    {
        for (var id = 1; id <= 3 * Limit; id++)
        {
            await UserOf(id).UpdateActivityAsync(Cancel);
            for (var favourite = 1; favourite <= Favourites; favourite++)
            {
                await ReadAsync(Math.Min(favourite, id));
            }
        }

        await UntilAsync(() => UsageNow().Activations <= Limit);
        Assert.InRange(Residents.Evictions, 2 * Limit, 3 * Limit);
        for (var favourite = 1; favourite <= Favourites; favourite++)
        {
            Assert.Equal(Tier.Memory, (await ReadAsync(favourite)).ServedBy);
        }

        var old = await ReadAsync(Favourites + 1);
        Assert.Equal((Tier.Store, 1), (old.ServedBy, old.Revision));
    }

    [Fact]
    public async Task An_activation_that_leaves_during_a_write_finishes_it_first()
    {
        var writes = Enumerable.Range(1, 4 * Limit)
            .Select(id => UserOf(id).UpdateActivityAsync(Cancel).AsTask()).ToList();
        await Task.WhenAll(writes);
        await UntilAsync(() => UsageNow().Activations <= Limit);
        var revisions = await Task.WhenAll(Enumerable.Range(1, 4 * Limit)
            .Select(async id => (await UserOf(id).UpdateActivityAsync(Cancel)).Revision));
        Assert.All(revisions, revision => Assert.Equal(2, revision));
    }

    [Fact]
    public async Task Hits_and_misses_are_counted_and_stay_counted_when_their_activation_has_left()
    {
        var measured = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == ResidentSet.MeterName
                && instrument.Meter.Scope == Silo.Services.GetRequiredService<IMeterFactory>())
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        await UserOf(1).UpdateActivityAsync(Cancel);
        for (var read = 0; read < 3; read++)
        {
            await ReadAsync(1);
        }

        await UserOf(1).ReadAsync(Freshness.Fresh, 0);
        listener.RecordObservableInstruments();
        Assert.Equal(
            (1, 3, 1),
            (measured["hybrid.memory.activations"], measured["hybrid.memory.hits"], measured["hybrid.memory.misses"]));

        await Silo.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancel);
        await UntilAsync(() => UsageNow().Activations == 0);
        listener.RecordObservableInstruments();
        Assert.Equal(
            (0, 3, 1, 0),
            (measured["hybrid.memory.activations"], measured["hybrid.memory.hits"], measured["hybrid.memory.misses"],
                measured["hybrid.memory.evictions"]));
    }

    [Fact]
    public void Orleans_is_told_when_idle_grains_leave_and_at_what_pressure()
    {
        var collection = Silo.Services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        var age = Assert.Single(
            collection.ClassSpecificCollectionAge, a => a.Key.Contains("UserGrain", StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromMinutes(7), age.Value);
        Assert.Equal(
            (true, 60, 50),
            (collection.EnableActivationSheddingOnMemoryPressure, collection.MemoryUsageLimitPercentage,
                collection.MemoryUsageTargetPercentage));
    }

    [Fact]
    public void Every_mistake_in_the_settings_is_named()
    {
        var failures = new ResidencyOptionsValidator().Validate(null, new ResidencyOptions
        {
            ActivationsMax = 99,
            UsersIdleAge = TimeSpan.FromMinutes(1),
            ConfigurationIdleAge = TimeSpan.FromDays(31),
            ConversationsIdleAge = TimeSpan.FromDays(31),
            AnalyticsIdleAge = TimeSpan.FromSeconds(59),
            PressurePercent = 100,
            ReliefPercent = 100,
        }).Failures!.ToList();
        Assert.Equal(7, failures.Count);
        Assert.All(failures, failure => Assert.StartsWith("HybridOrleans:Memory:", failure, StringComparison.Ordinal));
        Assert.True(new ResidencyOptionsValidator().Validate(null, new ResidencyOptions()).Succeeded);
    }

    private IUserGrain UserOf(long id) => Silo.Grains.GetGrain<IUserGrain>(id, "han");

    private ValueTask<ProfileReading> ReadAsync(long id) => UserOf(id).ReadAsync(Freshness.Cached, 0);

    private MemoryUsage UsageNow() => Residents.Usage().GetValueOrDefault(Component.Users);

    /// <summary>Calls until it is so, as users would.</summary>
    private async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Silo.Grains.GetGrain<IPulseGrain>(0).BeatAsync();
        }
    }
}
