using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>An unmounted volume or a lost file is an error that says what to do, never an empty store.</summary>
public sealed class MissingFileTests : IDisposable
{
    private static readonly RecordKey Key = RecordKeys.User("bot", 42);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(".journal/users/lock")]
    [InlineData(".journal/users/fence")]
    [InlineData(".journal/users/odd.journal")]
    [InlineData(".journal/users/even.journal")]
    public async Task A_store_with_a_lost_file_does_not_open_and_names_the_file(string lost)
    {
        await FillAsync();
        File.Delete($"{_folder.Root}/{lost}");
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => JsonStores.OpenAsync(_folder.Root).AsTask());
        Assert.Contains($"'{lost}' is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".journal/users/lock")]
    [InlineData(".journal/users/fence")]
    public async Task An_open_store_that_loses_a_file_refuses_reads_and_writes(string lost)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key, 0, "1");
        File.Delete($"{_folder.Root}/{lost}");
        var read = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.ReadAsync(Key, Epoch.Initial, Cancel));
        var write = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(Key, 1, "2"), Cancel));
        Assert.Contains($"'{lost}' is missing", read.Message, StringComparison.Ordinal);
        Assert.Contains($"'{lost}' is missing", write.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_store_whose_root_is_gone_reports_no_record_as_missing()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key, 0, "1");
        Directory.Move(_folder.Root, $"{_folder.Path}/elsewhere");
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.ReadAsync(Key, Epoch.Initial, Cancel));
        foreach (var prefix in new[] { "", "bot/" })
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.WalkAsync(
                Component.Users, prefix, RecordCursor.Start, Cancel).ToListAsync(Cancel));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(Key, 1, "2"), Cancel));
        Directory.Move($"{_folder.Path}/elsewhere", _folder.Root);
        await store.AssertHoldsAsync(Key, 1, "1");
    }

    [Fact]
    public async Task A_fence_that_is_moved_away_refuses_everything()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        File.Move($"{_folder.Root}/.journal/users/fence", $"{_folder.Root}/.journal/users/fence.old");
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.ReadAsync(Key, Epoch.Initial, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(Key, 0, "1"), Cancel));
    }

    [Fact]
    public async Task A_lock_file_that_took_the_place_of_another_refuses_writes()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var path = $"{_folder.Root}/.journal/users/lock";
        File.Copy(path, path + ".copy");
        File.Move(path + ".copy", path, overwrite: true);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(Key, 0, "1"), Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("seven\n")]
    public async Task A_fence_that_holds_no_number_refuses_everything(string content)
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key, 0, "1");
        await File.WriteAllTextAsync($"{_folder.Root}/.journal/users/fence", content, Cancel);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.ReadAsync(Key, Epoch.Initial, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(Key, 1, "2"), Cancel));
    }

    [Fact]
    public async Task A_folder_with_data_but_without_its_mark_is_refused()
    {
        await FillAsync();
        File.Delete($"{_folder.Root}/.store");
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => JsonStores.OpenAsync(_folder.Root).AsTask());
        Assert.Contains("mount the volume", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_becomes_a_store_only_when_that_is_allowed()
    {
        Directory.CreateDirectory(_folder.Root);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => JsonStores.OpenAsync(_folder.Root).AsTask());
        Assert.Contains("AllowEmptyRoot", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));

        var options = JsonStores.Options(_folder.Root);
        options.AllowEmptyRoot = true;
        await using var store = await JsonStores.OpenAsync(options);
        await store.MustWriteAsync(Key, 0, "1");
    }

    [Fact]
    public async Task A_folder_with_hidden_files_of_others_only_becomes_a_store()
    {
        Directory.CreateDirectory($"{_folder.Root}/.postgres");
        await FillAsync();
        Assert.True(Directory.Exists($"{_folder.Root}/.postgres"));
    }

    [Fact]
    public async Task A_store_whose_making_was_interrupted_is_finished_and_its_fences_stay()
    {
        await using (var store = await JsonStores.OpenAsync(_folder.Root))
        {
            await store.RaiseFenceAsync(Component.Grains, new Epoch(7), Cancel);
        }

        File.Delete($"{_folder.Root}/.store");
        File.Delete($"{_folder.Root}/.journal/users/lock");
        await using var finished = await JsonStores.OpenAsync(_folder.Root);
        await finished.MustWriteAsync(Key, 0, "1");
        Assert.Equal(new Epoch(7), await finished.RaiseFenceAsync(Component.Grains, Epoch.Initial, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_processes_that_make_the_same_store_at_once_use_one(bool rootExists)
    {
        if (rootExists)
        {
            Directory.CreateDirectory($"{_folder.Root}/.postgres");
        }

        var stores = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
            () => JsonStores.OpenAsync(_folder.Root).AsTask(), Cancel)));
        Assert.Single(stores.Select(s => s.StoreId).Distinct());
        for (var i = 0; i < stores.Length; i++)
        {
            await stores[i].MustWriteAsync(Key, i, "1");
        }

        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_store_that_is_not_open_refuses_every_call()
    {
        var store = new JsonRecordStore(
            JsonStores.Options(_folder.Root), TimeProvider.System, NullLogger<JsonRecordStore>.Instance);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.ReadAsync(Key, Epoch.Initial, Cancel));
        await store.OpenAsync(Cancel);
        await store.OpenAsync(Cancel);
        await store.MustWriteAsync(Key, 0, "1");
        await store.DisposeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await store.WriteAsync(JsonStores.Change(Key, 1, "2"), Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private async Task FillAsync()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        await store.MustWriteAsync(Key, 0, "1");
    }
}
