using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

public sealed class JsonQuarantineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_come_back_byte_for_byte_oldest_first_and_by_owner()
    {
        var quarantine = new JsonQuarantine(_folder.Path);
        await quarantine.KeepAsync(Item("Бот", "b.json", 2, [0, 10, 255]), Cancel);
        await quarantine.KeepAsync(Item("Бот", "a.json", 3, []), Cancel);
        await quarantine.KeepAsync(Item("Бот", "c.json", 1, "{}"u8.ToArray()), Cancel);
        await quarantine.KeepAsync(Item("other", "d.json", 1, "{}"u8.ToArray()), Cancel);

        var items = await new JsonQuarantine(_folder.Path).ListAsync("Бот", Cancel).ToListAsync(Cancel);
        Assert.Equal(["c.json", "b.json", "a.json"], items.Select(i => i.Source));
        Assert.Equal([0, 10, 255], items[1].Content.ToArray());
        Assert.All(items, i => Assert.Equal("it is no JSON", i.Reason));
        Assert.Empty(await quarantine.ListAsync("nobody", Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_large_item_comes_back_whole()
    {
        var quarantine = new JsonQuarantine(_folder.Path);
        var content = new byte[(64 * 1024 * 1024) + 4096];
        content[^1] = 7;
        await quarantine.KeepAsync(Item("bot", "large.json", 1, content), Cancel);
        var item = Assert.Single(await quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
        Assert.True(content.AsSpan().SequenceEqual(item.Content.Span), $"{item.Content.Length:N0} bytes came back.");
    }

    [Fact]
    public async Task A_damaged_file_is_put_aside_whole_however_large_it_is()
    {
        await using var store = await JsonStores.OpenAsync(_folder.Root);
        var key = RecordKeys.User("bot", 42);
        await store.MustWriteAsync(key, 0, "1");
        const long Bytes = (64 * 1024 * 1024) + 4096;
        await using (var file = File.OpenWrite($"{_folder.Root}/bot/users/42/42.json"))
        {
            file.SetLength(Bytes);
        }

        await Assert.ThrowsAsync<InvalidRecordException>(
            async () => await store.AdoptAsync(key, Epoch.Initial, Cancel));
        var kept = Assert.Single(Directory.GetFiles($"{_folder.Root}/.quarantine/bot"));
        Assert.True(new FileInfo(kept).Length > Bytes, $"{new FileInfo(kept).Length:N0} bytes were kept.");
    }

    [Fact]
    public async Task Keeping_the_same_item_again_changes_nothing()
    {
        var quarantine = new JsonQuarantine(_folder.Path);
        await quarantine.KeepAsync(Item("bot", "a.json", 1, "1"u8.ToArray()), Cancel);
        await quarantine.KeepAsync(Item("bot", "a.json", 2, "1"u8.ToArray()), Cancel);
        await quarantine.KeepAsync(Item("bot", "a.json", 3, "2"u8.ToArray()), Cancel);
        await quarantine.KeepAsync(Item("bot", "b.json", 4, "1"u8.ToArray()), Cancel);
        var items = await quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel);
        Assert.Equal([1, 3, 4], items.Select(i => (int)i.KeptAt.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task An_item_that_cannot_be_kept_is_an_error()
    {
        await File.WriteAllTextAsync($"{_folder.Path}/.quarantine", "in the way", Cancel);
        var quarantine = new JsonQuarantine(_folder.Path);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await quarantine.KeepAsync(Item("bot", "a.json", 1, "1"u8.ToArray()), Cancel));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_an_error_of_the_store()
    {
        var quarantine = new JsonQuarantine(_folder.Path);
        await quarantine.KeepAsync(Item("bot", "a.json", 1, "1"u8.ToArray()), Cancel);
        var circle = $"{_folder.Path}/.quarantine/bot/circle.item";
        File.CreateSymbolicLink(circle, circle);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private static QuarantinedItem Item(string owner, string source, int second, byte[] content) => new()
    {
        Owner = owner,
        Source = source,
        Reason = "it is no JSON",
        Content = content,
        KeptAt = DateTimeOffset.FromUnixTimeSeconds(second),
    };
}
