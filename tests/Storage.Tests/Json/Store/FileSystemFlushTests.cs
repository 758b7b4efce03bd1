using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>The kernel tells a failed flush of the file system once; all components have to learn of it.</summary>
public sealed class FileSystemFlushTests : IDisposable
{
    private static readonly RecordKey User = RecordKeys.User("bot", 42);
    private static readonly RecordKey Grain = RecordKey.Create(Component.Grains, "service", "grain");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_that_one_component_met_lets_no_other_one_record_a_checkpoint()
    {
        var failures = 0;
        var probe = new EveryProbe(ProbePoint.FileSystemFlushing, () =>
        {
            if (failures++ == 0)
            {
                throw new LibcException("Flushing the file system", Errno.InputOutput);
            }
        });
        var options = JsonStores.Options(_folder.Root);
        options.CheckpointInterval = TimeSpan.FromMinutes(10);
        await using (var store = await JsonStores.OpenAsync(options, new TestHooks(probe)))
        {
            await store.MustWriteAsync(Grain, 0, "1");
            await Assert.ThrowsAsync<StoreUnavailableException>(() => WriteUntilRefusedAsync(store));

            // What is left waits for the checkpoint that closing the store records.
        }

        Assert.Equal(0, CheckpointOf(Component.Grains));
        await using var next = await JsonStores.OpenAsync(options);
        await next.MustWriteAsync(Grain, 1, "2");
        await next.AssertHoldsAsync(User, 4, Large(3));
    }

    [Fact]
    public async Task A_refused_batch_leaves_nothing_of_what_it_would_have_written()
    {
        var probe = new EveryProbe(
            ProbePoint.FileSystemFlushing,
            () => throw new LibcException("Flushing the file system", Errno.InputOutput));
        var options = JsonStores.Options(_folder.Root);
        options.CheckpointInterval = TimeSpan.FromMinutes(10);
        await using var store = await JsonStores.OpenAsync(options, new TestHooks(probe));
        for (var i = 0; i < 4; i++)
        {
            await store.MustWriteAsync(User, i, Large(i));
        }

        // It needs a checkpoint, which fails before anything is in the journal.
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(RecordKeys.User("bot", 7), 0, Large(7)), Cancel));
        Assert.Empty(Directory.GetFiles($"{_folder.Root}/bot/users/07"));
        await store.AssertHoldsAsync(User, 4, Large(3));
    }

    public void Dispose() => _folder.Dispose();

    private static string Large(int i) => $"[{i},\"{new string('x', 900_000)}\"]";

    private static async Task WriteUntilRefusedAsync(JsonRecordStore store)
    {
        // Two of them fill a half, and the fifth one needs a checkpoint.
        for (var i = 0; i < 5; i++)
        {
            await store.WriteAsync(JsonStores.Change(User, i, Large(i)), Cancel);
        }
    }

    private long CheckpointOf(Component component)
    {
        var bytes = PlainFiles.TryReadBytes($"{_folder.Root}/{ComponentFiles.LockOf(component)}");
        return JournalState.TryRead(bytes)!.Value.Checkpoint;
    }
}
