using System.Diagnostics;
using System.Text;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Routing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Cache;

/// <summary>A Redis that is away costs calls nearly nothing, and a root that is away leaves marked answers.</summary>
public sealed class CacheOutageTests
{
    private const int Calls = 200;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_Redis_costs_calls_nearly_nothing()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, "1");
        await bench.KillRedisAsync();
        // A generous bound: a hundredth of what it would be if each call waited for the time-out of a second.
        Assert.InRange(await ReadManyAsync(bench), TimeSpan.Zero, TimeSpan.FromSeconds(Calls / 20));
        await bench.World.MustWriteAsync(1, "2", store: bench.Silo);
        Assert.Equal("2 2", await bench.World.ReadAsync(store: bench.Silo));
    }

    [Fact]
    public async Task A_frozen_Redis_costs_no_call_more_than_the_time_out_and_then_nothing()
    {
        await using var bench = await CacheBench.StartAsync(change: o =>
        {
            o.CommandTimeout = TimeSpan.FromMilliseconds(500);
            o.BreakDuration = TimeSpan.FromSeconds(1);
        });
        await bench.WriteAsync(0, "1");
        await bench.Redis.FreezeAsync();
        try
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal("1 1", await bench.World.ReadAsync(store: bench.Silo));
            Assert.InRange(
                Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(5));
            Assert.True(bench.CountOf("hybrid.cache.errors") >= 1);
            Assert.False(bench.Cache.IsAnswering);
            // Once was enough: the others do not ask, and who tries again is not a call.
            Assert.InRange(await ReadManyAsync(bench), TimeSpan.Zero, TimeSpan.FromSeconds(Calls / 20));
        }
        finally
        {
            await bench.Redis.ThawAsync();
        }

        var thawed = Stopwatch.GetTimestamp();
        while (!bench.Cache.IsAnswering)
        {
            Assert.True(Stopwatch.GetElapsedTime(thawed) < CacheBench.Patience, "The cache is not asked any more.");
            await bench.ReadAsync();
        }

        Assert.True((await bench.ReadAsync())!.IsFromCache);
    }

    [Fact]
    public async Task Without_the_root_an_entry_answers_unvalidated_with_its_age()
    {
        var time = new FakeTimeProvider();
        await using var bench = await CacheBench.StartAsync(time: time);
        await bench.WriteAsync(0, "1");
        bench.World.Postgres.IsDown = true;
        time.Advance(TimeSpan.FromSeconds(90));
        var cached = await bench.Silo.ReadUnvalidatedAsync(MigrationWorld.Key, new Revision(1));
        Assert.Equal("1", Encoding.UTF8.GetString(cached!.Body.Utf8.Span));
        Assert.Equal(new Revision(1), cached.Revision);
        Assert.Equal(TimeSpan.FromSeconds(90), cached.Age);
        Assert.Equal(1, bench.CountOf("hybrid.cache.unvalidated"));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await bench.Silo.ReadAsync(MigrationWorld.Key, Epoch.Initial, Cancel));
    }

    [Fact]
    public async Task Without_the_JSON_root_an_entry_answers_too()
    {
        await using var bench = await CacheBench.StartAsync(Phase.Off);
        await bench.WriteAsync(0, "1");
        bench.World.Json.IsDown = true;
        Assert.NotNull(await bench.Silo.ReadUnvalidatedAsync(MigrationWorld.Key, Revision.None));
    }

    [Fact]
    public async Task Without_the_root_nothing_older_than_what_was_seen_and_no_delete_answers()
    {
        await using var bench = await CacheBench.StartAsync();
        Assert.Null(await bench.Silo.ReadUnvalidatedAsync(MigrationWorld.Key, Revision.None));
        await bench.WriteAsync(0, "1");
        Assert.Null(await bench.Silo.ReadUnvalidatedAsync(MigrationWorld.Key, new Revision(2)));
        await bench.WriteAsync(1, null);
        Assert.Null(await bench.Silo.ReadUnvalidatedAsync(MigrationWorld.Key, Revision.None));
        Assert.Equal(0, bench.CountOf("hybrid.cache.unvalidated"));
    }

    [Fact]
    public async Task Without_the_root_no_write_is_built_on_an_entry()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, "1");
        bench.World.Postgres.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await bench.Silo.WriteAsync(MigrationWorld.Change(1, "2"), Cancel));
        bench.World.Postgres.IsDown = false;
        Assert.Equal("1 1", await bench.World.HeldAsync(Side.Postgres));
    }

    [Fact]
    public async Task A_silo_whose_Redis_never_answered_serves_as_without_one()
    {
        await using var bench = await CacheBench.StartAsync(change: o => o.ConnectTimeout = TimeSpan.FromSeconds(1));
        await bench.KillRedisAsync();
        await bench.World.MustWriteAsync(0, "1", store: bench.Silo);
        Assert.Null(await bench.Silo.ReadUnvalidatedAsync(MigrationWorld.Key, Revision.None));
        Assert.Equal("1 1", await bench.World.ReadAsync(store: bench.Silo));
    }

    private static async Task<TimeSpan> ReadManyAsync(CacheBench bench)
    {
        var started = Stopwatch.GetTimestamp();
        for (var call = 0; call < Calls; call++)
        {
            Assert.Equal("1 1", await bench.World.ReadAsync(store: bench.Silo));
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
