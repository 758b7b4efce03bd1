using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Readers take no lock, and must not notice.</summary>
public sealed class ReadingTests : IDisposable
{
    private const int Writes = 400;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hot_key_is_never_read_torn_nor_older_than_before()
    {
        await using var writer = await JsonStores.OpenAsync(_folder.Root);
        await using var other = await JsonStores.OpenAsync(_folder.Root);
        await writer.MustWriteAsync(Key, 0, Json(0));
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3)
            .Select(_ => Task.Run(() => ReadUntilAsync(other, stop.Token), Cancel)).ToArray();
        for (var i = 1; i < Writes; i++)
        {
            // Now and then it is deleted and made again, which changes which file counts.
            await writer.MustWriteAsync(Key, i, i % 7 == 0 ? null : Json(i));
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    [Fact]
    public async Task A_record_that_comes_back_while_it_is_looked_for_is_not_read_as_missing()
    {
        await using (var before = await JsonStores.OpenAsync(_folder.Root))
        {
            await before.MustWriteAsync(Key, 0, "1");
            await before.MustWriteAsync(Key, 1, null);
        }

        // The writer stops with its files in their places and before it says so.
        using var gate = new ManualResetEventSlim();
        var applied = new CallbackProbe(ProbePoint.Applied, () => gate.Wait(Limit, CancellationToken.None));
        await using var writer = await JsonStores.OpenAsync(JsonStores.Options(_folder.Root), new TestHooks(applied));
        Task? writing = null;
        var looked = new CallbackProbe(ProbePoint.RecordLooked, () =>
        {
            writing = writer.MustWriteAsync(Key, 2, "3");
            Assert.True(applied.Reached.Wait(Limit, CancellationToken.None), "The record did not come back.");
        });
        await using var reader = await JsonStores.OpenAsync(JsonStores.Options(_folder.Root), new TestHooks(looked));

        var read = await Task.Run(() => reader.ReadAsync(Key, Epoch.Initial, Cancel).AsTask(), Cancel);

        gate.Set();
        await writing!;
        Assert.Equal((new Revision(3), JsonStores.Body("3")), (read?.Revision, read?.Body));
    }

    [Fact]
    public async Task A_read_that_hangs_in_the_disk_fails_in_time_and_keeps_no_caller_and_no_other_read()
    {
        var time = new FakeTimeProvider();
        var options = JsonStores.Options(_folder.Root);
        await using var store = await JsonStores.OpenAsync(options, time: time);
        var other = RecordKeys.User("bot", 7);
        await store.MustWriteAsync(Key, 0, "1");
        await store.MustWriteAsync(other, 0, "7");
        await store.AssertHoldsAsync(other, 1, "7");

        // Whoever opens a pipe that nobody writes into hangs in the kernel.
        var pipe = $"{_folder.Root}/bot/users/42/42.json";
        File.Move(pipe, $"{_folder.Path}/saved");
        await RunAsync("mkfifo", pipe);
        var reads = await Task.Run(
            () => Enumerable.Range(0, 40).Select(_ => store.ReadAsync(Key, Epoch.Initial, Cancel).AsTask()).ToArray(),
            Cancel).WaitAsync(Limit, Cancel);
        Assert.All(reads, read => Assert.False(read.IsCompleted, "A read of a pipe without a writer came back."));
        await store.AssertHoldsAsync(other, 1, "7").WaitAsync(Limit, Cancel);

        time.Advance(options.OperationTimeout);
        foreach (var read in reads)
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => read.WaitAsync(Limit, Cancel));
            Assert.Contains("within 30 s", error.Message, StringComparison.Ordinal);
        }

        // Those that hang come back, and the others were never begun.
        File.Move($"{_folder.Path}/saved", $"{pipe}.new");
        await RunAsync("sh", "-c", $": > {pipe}");
        File.Move($"{pipe}.new", pipe, overwrite: true);
        await store.AssertHoldsAsync(Key, 1, "1");
    }

    [Fact]
    public async Task What_was_just_read_is_read_again_on_the_thread_of_the_caller()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key, 0, "1");
        await store.AssertHoldsAsync(Key, 1, "1");
        var read = store.ReadAsync(Key, Epoch.Initial, Cancel);
        Assert.True(read.IsCompleted, "A file in memory was read on another thread.");
        Assert.Equal(new Revision(1), (await read)!.Revision);
    }

    [Fact]
    public async Task A_large_record_can_be_read_while_others_are_written_without_a_pause()
    {
        var options = JsonStores.Options(_folder.Root);
        (options.LockTimeout, options.OperationTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        await using var store = await JsonStores.OpenAsync(options);
        var large = $"[{string.Join(',', Enumerable.Repeat("\"0123456789\"", 75_000))}]";
        await store.MustWriteAsync(Key, 0, large);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(1, 4).Select(id => Task.Run(
            async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await store.MustWriteAsync(RecordKeys.User("bot", id), i, "1");
                }
            },
            Cancel)).ToArray();
        for (var i = 0; i < 5; i++)
        {
            await store.AssertHoldsAsync(Key, 1, large);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task A_deleted_record_leaves_a_tombstone_and_nothing_of_its_content()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key, 0, """{"name":"Eva"}""");
        await store.MustWriteAsync(Key, 1, """{"name":"Eva","n":2}""");
        await store.MustWriteAsync(Key, 2, null);
        var left = Assert.Single(Directory.GetFiles($"{_folder.Root}/bot", "*", SearchOption.AllDirectories));
        Assert.EndsWith("/42.json.deleted", left, StringComparison.Ordinal);
        Assert.DoesNotContain("Eva", await File.ReadAllTextAsync(left, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_plain_file_and_a_tombstone_the_higher_revision_wins()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var plain = $"{_folder.Root}/bot/users/42/42.json";
        await store.MustWriteAsync(Key, 0, "1");
        var old = await File.ReadAllBytesAsync(plain, Cancel);
        await store.MustWriteAsync(Key, 1, null);
        await File.WriteAllBytesAsync(plain, old, Cancel);
        await store.AssertHoldsAsync(Key, 2, null);
        await store.MustWriteAsync(Key, 2, "3");
        await store.AssertHoldsAsync(Key, 3, "3");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync(Cancel).WaitAsync(Limit, Cancel);
        Assert.Equal(0, process.ExitCode);
    }

    // The length changes, so that a torn file would not even be JSON.
    private static string Json(int i)
        => $$"""{"i":{{i}},"padding":"{{new string((char)('a' + (i % 26)), 100 * (i % 50))}}"}""";

    private static async Task<int> ReadUntilAsync(JsonRecordStore store, CancellationToken stop)
    {
        var reads = 0;
        var last = Revision.None;
        while (!stop.IsCancellationRequested)
        {
            var record = await store.ReadAsync(Key, Epoch.Initial, CancellationToken.None);
            Assert.NotNull(record);
            Assert.True(record.Revision >= last, $"{record.Revision} was read after {last}.");
            var i = (int)record.Revision.Value - 1;
            Assert.Equal(i > 0 && i % 7 == 0 ? null : JsonStores.Body(Json(i)), record.Body);
            last = record.Revision;
            reads++;
        }

        return reads;
    }
}
