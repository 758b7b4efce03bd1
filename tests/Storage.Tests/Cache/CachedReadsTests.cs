using System.Text;
using HybridOrleans.Storage.Cache;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Routing;
using HybridOrleans.TestKit.Faults;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Cache;

/// <summary>Reads with a real Redis in front of the root: it gives bodies, and never the word.</summary>
public sealed class CachedReadsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Phase.RampDown)]
    [InlineData(Phase.Complete)]
    public async Task An_entry_answers_after_the_root_has_confirmed_it_and_no_body_is_read(Phase phase)
    {
        await using var bench = await CacheBench.StartAsync(phase);
        await bench.WriteElsewhereAsync(0, """{"a":1}""");
        Assert.Equal(("""1 {"a":1}""", false), Text(await bench.ReadAsync()));
        bench.World.Postgres.OnReads(Fault.Unavailable);
        Assert.Equal(("""1 {"a":1}""", true), Text(await bench.ReadAsync()));
        Assert.Equal(
            (1, 1, 0),
            (bench.CountOf("hybrid.cache.misses"), bench.CountOf("hybrid.cache.hits"),
                bench.CountOf("hybrid.cache.stale_refused")));
        Assert.Equal(
            (1, 1), (bench.CountOf("hybrid.read.duration"), bench.CountOf("hybrid.read.duration", "store")));
    }

    [Fact]
    public async Task The_word_of_the_root_is_the_write_too()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, "1");
        var (cached, stored) = (await bench.ReadAsync(), await bench.ReadAsync(bench.Other));
        Assert.True(cached!.IsFromCache);
        Assert.Equal(stored, cached with { IsFromCache = false });
    }

    [Fact]
    public async Task A_write_brings_its_entry_with_the_time_to_live_of_its_component()
    {
        await using var bench = await CacheBench.StartAsync(change: o => o.UsersTtl = TimeSpan.FromMinutes(7));
        await bench.WriteAsync(0, "1");
        Assert.InRange((await bench.EntryTtlAsync())!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
        Assert.Equal(("1 1", true), Text(await bench.ReadAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_entry_of_an_old_copy_is_refused_and_replaced(bool isBroken)
        => FindsAsync(isBroken, MigrationBug.ServeCacheUnchecked, async bug =>
        {
            await using var bench = await CacheBench.StartAsync();
            await bench.WriteAsync(0, "1");
            var old = (await bench.EntryAsync())!;
            await bench.WriteAsync(1, "2");
            await bench.PutEntryAsync(old);
            var silo = bench.NewSilo(bug);
            Assert.Equal(("2 2", false), Text(await bench.ReadAsync(silo)));
            Assert.Equal(1, bench.CountOf("hybrid.cache.stale_refused"));
            Assert.Equal(("2 2", true), Text(await bench.ReadAsync(silo)));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_entry_is_refused_whose_next_writer_died_before_it_came_to_the_cache(bool isBroken)
        => FindsAsync(isBroken, MigrationBug.ServeCacheUnchecked, async bug =>
        {
            await using var bench = await CacheBench.StartAsync();
            await bench.WriteAsync(0, "1");
            await bench.WriteElsewhereAsync(1, "2");
            Assert.Equal(("2 2", false), Text(await bench.ReadAsync(bench.NewSilo(bug))));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_entry_of_the_same_revision_with_other_bytes_is_refused(bool isBroken)
        => FindsAsync(isBroken, MigrationBug.IgnoreTheHashOfTheCache, async bug =>
        {
            await using var bench = await CacheBench.StartAsync();
            await bench.WriteAsync(0, "1");
            var stored = await bench.World.MemoryPostgres.ReadAsync(MigrationWorld.Key, new(long.MaxValue), Cancel);
            // The database was brought back from a copy, and went on from there to the same revision.
            bench.World.MemoryPostgres.EditFromOutside(
                MigrationWorld.Key, stored! with { Body = RecordBody.Parse("\"other\""u8) });
            Assert.Equal(("1 \"other\"", false), Text(await bench.ReadAsync(bench.NewSilo(bug))));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task An_entry_of_a_deleted_record_is_refused(bool isBroken)
        => FindsAsync(isBroken, MigrationBug.IgnoreTheHashOfTheCache, async bug =>
        {
            await using var bench = await CacheBench.StartAsync();
            await bench.WriteAsync(0, "1");
            bench.World.MemoryPostgres.EditFromOutside(MigrationWorld.Key, MigrationWorld.Record(1, null));
            Assert.Equal(("1 deleted", false), Text(await bench.ReadAsync(bench.NewSilo(bug))));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_view_that_is_too_old_is_refused_as_without_a_cache(bool isBroken)
        => FindsAsync(isBroken, MigrationBug.UnfencedRead, async bug =>
        {
            // The clock of the silos stands still, so that none of them looks at the documents by itself.
            await using var bench = await CacheBench.StartAsync(
                Phase.RampDown, world: new MigrationWorld(new FakeTimeProvider()));
            await bench.WriteAsync(0, "1");
            var first = await bench.World.MemoryPostgres.ReadAsync(MigrationWorld.Key, new(long.MaxValue), Cancel);
            await bench.World.MoveAsync(Component.Users, Phase.Live);
            var silo = bench.NewSilo(bug);
            await bench.World.MustWriteAsync(1, "2", store: bench.World.NewStore(bench.World.NewViews()));
            // The old root must not learn of it, since nothing but its fence may tell.
            bench.World.MemoryPostgres.EditFromOutside(MigrationWorld.Key, first);
            Assert.Equal("2 2", Text(await bench.ReadAsync(silo)).Item1);
        });

    [Fact]
    public async Task A_delete_leaves_no_body_in_the_cache()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, """{"name":"Eva"}""");
        await bench.WriteAsync(1, null);
        Assert.DoesNotContain("Eva", Encoding.UTF8.GetString((await bench.EntryAsync())!), StringComparison.Ordinal);
        Assert.Equal("2 deleted", Text(await bench.ReadAsync()).Item1);
    }

    [Fact]
    public async Task An_entry_that_comes_late_does_not_replace_a_newer_one()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, "1");
        var late = await bench.ReadAsync(bench.Other);
        await bench.WriteAsync(1, "2");
        var newer = await bench.EntryAsync();
        bench.Cache.Put(MigrationWorld.Key, late!);
        await bench.FilledAsync();
        Assert.Equal(newer, await bench.EntryAsync());
    }

    [Fact]
    public async Task A_root_that_went_back_takes_the_newer_entry_with_it()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, "1");
        var old = await bench.ReadAsync(bench.Other);
        await bench.WriteAsync(1, "2");
        bench.World.MemoryPostgres.EditFromOutside(MigrationWorld.Key, old);
        Assert.Equal(("1 1", false), Text(await bench.ReadAsync()));
        Assert.Equal(("1 1", true), Text(await bench.ReadAsync()));
    }

    [Fact]
    public async Task A_flushed_cache_is_filled_by_the_next_read()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, "1");
        await bench.FlushAsync();
        Assert.Equal(("1 1", false), Text(await bench.ReadAsync()));
        Assert.Equal(("1 1", true), Text(await bench.ReadAsync()));
    }

    [Fact]
    public async Task Garbage_under_the_key_is_a_miss_that_is_counted_and_replaced()
    {
        await using var bench = await CacheBench.StartAsync();
        await bench.WriteAsync(0, "1");
        await bench.PutEntryAsync([0xB7, 1, 0, 0x7f, 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Equal(("1 1", false), Text(await bench.ReadAsync()));
        Assert.Equal(
            (1, 1), (bench.CountOf("hybrid.cache.unreadable"), bench.CountOf("hybrid.cache.misses")));
        await bench.PutEntryAsync("neither"u8.ToArray());
        Assert.Equal(("1 1", false), Text(await bench.ReadAsync()));
        Assert.Equal(("1 1", true), Text(await bench.ReadAsync()));
    }

    [Fact]
    public async Task What_is_too_large_is_not_cached_and_leaves_no_older_entry_behind()
    {
        await using var bench = await CacheBench.StartAsync(change: o => o.EntryBytesMax = 2048);
        await bench.WriteAsync(0, "1");
        await bench.WriteAsync(1, $"\"{new string('a', 4096)}\"");
        Assert.Null(await bench.EntryAsync());
        Assert.False((await bench.ReadAsync())!.IsFromCache);
        Assert.False((await bench.ReadAsync())!.IsFromCache);
        Assert.Null(await bench.EntryAsync());
    }

    [Fact]
    public async Task A_large_body_is_compressed_and_comes_back_as_it_was()
    {
        await using var bench = await CacheBench.StartAsync(change: o => o.CompressAboveBytes = 1024);
        var body = $"\"{new string('a', 4096)}\"";
        await bench.WriteAsync(0, body);
        Assert.InRange((await bench.EntryAsync())!.Length, CacheEntryFormat.HeadBytes, 1024);
        Assert.Equal(($"1 {body}", true), Text(await bench.ReadAsync()));
    }

    [Fact]
    public async Task While_JSON_decides_the_cache_is_filled_and_not_asked()
    {
        await using var bench = await CacheBench.StartAsync(Phase.Live);
        await bench.WriteElsewhereAsync(0, "1");
        Assert.Equal(("1 1", false), Text(await bench.ReadAsync()));
        Assert.NotNull(await bench.EntryAsync());
        Assert.Equal(("1 1", false), Text(await bench.ReadAsync()));
    }

    private static (string?, bool) Text(StoredRecord? record)
        => record is null ? (null, false)
            : ($"{record.Revision} "
                + (record.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : "deleted"), record.IsFromCache);

    /// <summary>Without the mistake the scenario ends well, and with it, it must not.</summary>
    private static async Task FindsAsync(bool isBroken, MigrationBug mistake, Func<MigrationBug, Task> scenario)
    {
        if (isBroken)
        {
            await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => scenario(mistake));
        }
        else
        {
            await scenario(MigrationBug.None);
        }
    }
}
