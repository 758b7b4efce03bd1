using System.Diagnostics;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Disks;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>The disk is full, or cannot be written.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_a_write_is_known_not_to_have_happened_and_works_again_with_space()
    {
        await using var disk = await LoopDisk.MakeAsync(32);
        var filler = $"{disk.Path}/filler";
        await using (var store = await JsonStores.OpenAsync($"{disk.Path}/data"))
        {
            var key = RecordKeys.User("bot", 1);
            await store.MustWriteAsync(key, 0, "1");
            await FillAsync(filler);

            var big = $"\"{new string('x', 100_000)}\"";
            await Assert.ThrowsAsync<StoreUnavailableException>(
                async () => await store.WriteAsync(JsonStores.Change(key, 1, big), Cancel));
            await Assert.ThrowsAsync<StoreUnavailableException>(
                async () => await store.WriteAsync(JsonStores.Change(RecordKeys.User("bot", 2), 0, big), Cancel));
            await store.AssertHoldsAsync(key, 1, "1");
            Assert.Null(await store.ReadAsync(RecordKeys.User("bot", 2), Epoch.Initial, Cancel));

            File.Delete(filler);
            await store.MustWriteAsync(key, 1, big);
            await store.AssertHoldsAsync(key, 2, big);
        }
    }

    [Fact]
    public async Task Where_no_folder_can_be_made_a_write_is_refused_and_everything_else_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using var store = await JsonStores.OpenAsync(folder.Root);
        await store.MustWriteAsync(RecordKeys.User("bot", 1), 0, "1");

        // Root writes through permissions; a file in the place of a folder refuses even root.
        await File.WriteAllTextAsync($"{folder.Root}/closed", "", Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(RecordKeys.User("closed", 1), 0, "1"), Cancel));
        await store.AssertHoldsAsync(RecordKeys.User("bot", 1), 1, "1");

        File.Delete($"{folder.Root}/closed");
        await store.MustWriteAsync(RecordKeys.User("closed", 1), 0, "1");
    }

    private static async Task FillAsync(string path)
    {
        using var filling = Process.Start(
            new ProcessStartInfo("dd", $"if=/dev/zero of={path} bs=4096") { RedirectStandardError = true })!;
        await filling.StandardError.ReadToEndAsync(Cancel);
        await filling.WaitForExitAsync(Cancel);
        Assert.NotEqual(0, filling.ExitCode);
    }
}
