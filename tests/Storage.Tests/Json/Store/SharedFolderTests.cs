using System.Diagnostics;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Several processes use one folder at once.</summary>
public sealed class SharedFolderTests : IDisposable
{
    private static readonly RecordKey Key = RecordKeys.User("bot", 1);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_that_count_in_the_same_records_lose_nothing()
    {
        await using var first = Children.Count(_folder.Root, callers: 4, writes: 50, keys: 5);
        await using var second = Children.Count(_folder.Root, callers: 4, writes: 50, keys: 5);
        await first.WaitForEndAsync();
        await second.WaitForEndAsync();

        var accepted = first.Answers().Concat(second.Answers()).Where(a => a.Outcome == "accepted").ToList();
        Assert.Equal(400, accepted.Count);
        Assert.Equal(400, accepted.Select(a => (a.Key, a.Revision)).Distinct().Count());
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        foreach (var chain in accepted.GroupBy(a => a.Key))
        {
            var record = await store.ReadAsync(RecordKey.FromText(Component.Users, chain.Key), Epoch.Initial, Cancel);
            Assert.Equal(chain.Count(), record!.Revision.Value);
            Assert.Contains($"\"count\":{chain.Count()},", System.Text.Encoding.UTF8.GetString(record.Body!.Utf8.Span));
        }
    }

    [Fact]
    public async Task Killed_at_random_a_hundred_times_no_process_loses_or_forks_anything()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var chains = new Chains($"seed {seed}");
        await using var watcher = await JsonStores.OpenAsync(_folder.Root);
        var previous = Children.Count(_folder.Root, callers: 6, keys: 4);
        for (var kill = 0; kill < 100; kill++)
        {
            // Two processes write at any time, and the older one is killed in the middle of something.
            var next = Children.Count(_folder.Root, callers: 6, keys: 4);
            var from = await next.WaitForAsync("ready");
            await next.WaitForAsync("accepted", random.Next(1, 20), from);
            await previous.KillAsync();
            chains.Add(previous.Answers());
            await previous.DisposeAsync();
            await chains.AssertKeptAsync(watcher);
            previous = next;
        }

        await previous.KillAsync();
        chains.Add(previous.Answers());
        await previous.DisposeAsync();
        await chains.AssertKeptAsync(watcher);
        await using var reopened = await JsonStores.OpenAsync(_folder.Root);
        await chains.AssertKeptAsync(reopened);
    }

    [Fact]
    public async Task A_frozen_holder_of_the_lock_is_named_and_its_end_lets_the_others_go_on()
    {
        var options = JsonStores.Options(_folder.Root);
        (options.LockTimeout, options.OperationTimeout) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(60));
        await using var store = await JsonStores.OpenAsync(options);
        await using var child = Children.Count(_folder.Root, crashAt: "Flushed:2:freeze");
        await child.WaitForAsync("accepted");

        var error = await WriteUntilRefusedAsync(store);
        Assert.Contains($"process {child.Id} ", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.5 s", error.Message, StringComparison.Ordinal);

        // Reads need no lock, and see nothing that was not shown yet.
        Assert.Equal(1, (await store.ReadAsync(Key, Epoch.Initial, Cancel))!.Revision.Value);

        await child.KillAsync();
        await store.MustWriteAsync(Key, 2, "{}");
    }

    [Fact]
    public async Task A_lock_is_not_inherited_by_a_program_that_the_process_starts()
    {
        using var gate = new ManualResetEventSlim();
        var probe = new CallbackProbe(ProbePoint.Flushed, gate.Wait);
        var holder = await JsonStores.OpenAsync(JsonStores.Options(_folder.Root), new TestHooks(probe));
        var writing = holder.WriteAsync(JsonStores.Change(Key, 0, "1"), Cancel);
        await probe.Reached.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        using var sleeper = Process.Start("sleep", "600");
        try
        {
            gate.Set();
            await writing;
            await holder.DisposeAsync();
            Assert.DoesNotContain(
                Directory.GetFiles($"/proc/{sleeper.Id}/fd").Select(fd => new FileInfo(fd).LinkTarget),
                target => target?.StartsWith(_folder.Root, StringComparison.Ordinal) == true);
            await using var next = await JsonStores.OpenAsync(_folder.Root);
            await next.MustWriteAsync(Key, 1, "2");
        }
        finally
        {
            sleeper.Kill();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<StoreUnavailableException> WriteUntilRefusedAsync(JsonRecordStore store)
    {
        for (var i = 0; i < 10_000; i++)
        {
            try
            {
                await store.WriteAsync(JsonStores.Change(RecordKeys.User("other", i + 1), 0, "1"), Cancel);
            }
            catch (StoreUnavailableException e)
            {
                return e;
            }
        }

        throw new InvalidOperationException("The other process did not freeze within 10,000 writes.");
    }
}
