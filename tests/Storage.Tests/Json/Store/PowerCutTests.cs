using System.Collections.Concurrent;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Disks;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>The disk loses its power at random moments while several callers write, copy, delete and read.</summary>
public sealed class PowerCutTests
{
    private const int Keys = 6;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_power_cuts_lose_nothing_acknowledged_and_take_nothing_visible_back()
        => Assert.Null(await CutUntilLostAsync(100, SeededBug.None));

    [Theory]
    [InlineData(nameof(SeededBug.NoFlush))]
    [InlineData(nameof(SeededBug.UncheckedFlush))]
    [InlineData(nameof(SeededBug.VisibleBeforeDurable))]
    public async Task The_harness_finds_a_store_that_lies(string bug)
        => Assert.NotNull(await CutUntilLostAsync(200, Enum.Parse<SeededBug>(bug)));

    /// <returns>What was lost first; null when nothing was.</returns>
    private static async Task<string?> CutUntilLostAsync(int cuts, SeededBug bug)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var disk = await LoopDisk.MakeAsync(48);
        var seen = new ConcurrentDictionary<RecordKey, Revision>();
        for (var cut = 1; cut <= cuts; cut++)
        {
            var store = await OpenAsync(disk, bug, random);
            if (await FindLossAsync(store, seen) is { } loss)
            {
                await store.DisposeAsync();
                return $"seed {seed}, cut {cut}: {loss}";
            }

            await WriteUntilCutAsync(store, disk, random, seen);
            await store.DisposeAsync();
            await disk.UnmountAsync();
            await disk.MountAsync();
        }

        return null;
    }

    private static ValueTask<JsonRecordStore> OpenAsync(LoopDisk disk, SeededBug bug, Random random)
    {
        // In some rounds the disk fails before it loses its power.
        var probe = random.Next(3) == 0 ? new FailingFlush(random.Next(1, 40)) : null;
        var options = JsonStores.Options($"{disk.Path}/data");
        options.CheckpointInterval = TimeSpan.FromMilliseconds(50);
        return JsonStores.OpenAsync(options, new TestHooks(probe, Guid.NewGuid(), bug));
    }

    private static async Task WriteUntilCutAsync(
        JsonRecordStore store, LoopDisk disk, Random random, ConcurrentDictionary<RecordKey, Revision> seen)
    {
        var left = random.Next(1, 150);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(random.Next(), 4).Select(caller => Task.Run(async () =>
        {
            var mine = new Random(caller);
            while (await TryStepAsync(store, mine, seen))
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    enough.TrySetResult();
                }
            }
        })).ToArray();
        var ended = Task.WhenAll(callers);
        await Task.WhenAny(enough.Task, ended).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        disk.CutPower();
        await ended.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    /// <returns>False when the store cannot go on.</returns>
    private static async Task<bool> TryStepAsync(
        JsonRecordStore store, Random random, ConcurrentDictionary<RecordKey, Revision> seen)
    {
        var key = RecordKeys.User("bot", random.Next(1, Keys + 1));
        try
        {
            var record = await store.ReadAsync(key, Epoch.Initial, Cancel);
            var revision = record?.Revision ?? Revision.None;
            Note(seen, key, revision);
            var json = random.Next(5) == 0 && record is { IsTombstone: false }
                ? null
                : $$"""{"n":{{random.Next()}},"padding":"{{new string('x', random.Next(20_000))}}"}""";
            Note(seen, key, random.Next(3) == 0
                ? await CopyAsync(store, key, new Revision(revision.Value + random.Next(1, 1_000)), json)
                : (await store.WriteAsync(JsonStores.Change(key, revision.Value, json), Cancel)).Revision);
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or OutcomeUnknownException)
        {
            return false;
        }
    }

    /// <returns>The revision that stands, which may be far above the one that stood.</returns>
    private static async Task<Revision> CopyAsync(
        JsonRecordStore store, RecordKey key, Revision revision, string? json)
    {
        var copy = new RecordCopy
        {
            Key = key,
            Revision = revision,
            WriteId = WriteId.New(),
            Body = json is null ? null : JsonStores.Body(json),
            Epoch = Epoch.Initial,
        };
        return Assert.Single(await store.PutIfNewerAsync([copy], Cancel)).Stored;
    }

    private static void Note(ConcurrentDictionary<RecordKey, Revision> seen, RecordKey key, Revision revision)
        => seen.AddOrUpdate(key, revision, (_, before) => revision > before ? revision : before);

    private static async Task<string?> FindLossAsync(
        JsonRecordStore store, ConcurrentDictionary<RecordKey, Revision> seen)
    {
        foreach (var (key, revision) in seen)
        {
            try
            {
                var record = await store.ReadAsync(key, Epoch.Initial, Cancel);
                if ((record?.Revision ?? Revision.None) < revision)
                {
                    return $"{key} was seen at {revision} and is at {record?.Revision ?? Revision.None}";
                }
            }
            catch (DamagedRecordException e)
            {
                return e.Message;
            }
        }

        return null;
    }
}
