using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Quarantine;
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
