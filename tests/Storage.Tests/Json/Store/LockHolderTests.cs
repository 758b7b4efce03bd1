using System.Diagnostics;
using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Disks;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Who holds a lock, and what is said when nobody knows.</summary>
public sealed class LockHolderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_search_for_the_holder_fails_the_callers_hear_at_once_and_writing_goes_on_later()
    {
        var options = JsonStores.Options(_folder.Root);
        (options.LockTimeout, options.OperationTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(5));
        var probe = new EveryProbe(
            ProbePoint.HolderSought, () => throw new LibcException("Reading the lock file", Errno.InputOutput));
        await using var store = await JsonStores.OpenAsync(options, new TestHooks(probe));
        using (var held = ComponentLock.Open(_folder.Root, ComponentFiles.LockOf(Component.Users)))
        {
            Assert.True(held.TryTake());
            var writing = store.WriteAsync(JsonStores.Change(Key, 0, "1"), Cancel).AsTask();
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => writing.WaitAsync(Limit, Cancel));
            Assert.Contains("an unknown process holds it", error.Message, StringComparison.Ordinal);
            Assert.IsType<LibcException>(error.InnerException);
            held.Release();
        }

        await store.MustWriteAsync(Key, 0, "1");
    }

    [Fact]
    public async Task A_lock_on_another_disk_whose_file_has_the_same_number_names_nobody_here()
    {
        await using var left = await LoopDisk.MakeAsync(8);
        await using var right = await LoopDisk.MakeAsync(8);
        using var onLeft = await OpenAsync(left);
        using var onRight = await OpenAsync(right);
        Assert.Equal(
            Libc.TryFacts($"{left.Path}/lock", "the lock file")!.Value.Inode,
            Libc.TryFacts($"{right.Path}/lock", "the lock file")!.Value.Inode);

        using var holder = await HoldAsync($"{left.Path}/lock");
        try
        {
            Assert.StartsWith($"process {holder.Id} (", onLeft.DescribeHolder(), StringComparison.Ordinal);
            Assert.True(onRight.TryTake());
            Assert.StartsWith($"process {Environment.ProcessId} ", onRight.DescribeHolder(), StringComparison.Ordinal);
            onRight.Release();
            Assert.StartsWith("an unknown process", onRight.DescribeHolder(), StringComparison.Ordinal);
        }
        finally
        {
            holder.Kill();
            await holder.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<ComponentLock> OpenAsync(LoopDisk disk)
    {
        await File.WriteAllBytesAsync($"{disk.Path}/lock", ComponentLock.FirstContent(Guid.NewGuid()), Cancel);
        return ComponentLock.Open(disk.Path, "lock");
    }

    /// <summary>Starts a process that takes a lock and keeps it until it is ended.</summary>
    private static async Task<Process> HoldAsync(string path)
    {
        var start = new ProcessStartInfo("flock", ["-F", path, "sh", "-c", "echo taken; exec sleep 600"])
        {
            RedirectStandardOutput = true,
        };
        var holder = Process.Start(start)!;
        Assert.Equal("taken", await holder.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(Limit, Cancel));
        return holder;
    }
}
