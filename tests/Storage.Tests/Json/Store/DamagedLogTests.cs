using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Files of a log that a person edited.</summary>
public sealed class DamagedLogTests : IAsyncLifetime
{
    private static readonly RecordKey Log = RecordKeys.Conversation("bot", 42);
    private static readonly RecordKey Segment = RecordKey.FromText(Component.Conversations, "bot/42/00000000");

    private readonly TemporaryFolder _folder = new();
    private JsonRecordStore? _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => $"{_folder.Root}/bot/conversations/42/00000000.json";

    private SegmentedLog Opened => new(_store!, Log, LogShape.Conversations);

    public async ValueTask InitializeAsync()
    {
        _store = await JsonStores.OpenAsync(_folder.Root);
        await Opened.AppendAsync([Entry("secret"), Entry("plain")], Cancel);
    }

    [Fact]
    public async Task An_edited_entry_is_adopted_and_read()
    {
        await EditAsync("secret", "gone");
        Assert.True((await FoundAsync()).CanBeAdopted);
        Assert.Equal(new Revision(2), await _store!.AdoptAsync(Segment, Epoch.Initial, Cancel));
        var entries = (await Opened.ReadAsync(1, 10, Cancel)).Entries;
        Assert.Equal(
            ["""{"text":"gone"}""", """{"text":"plain"}"""],
            entries.Select(e => System.Text.Encoding.UTF8.GetString(e.Entry.Body.Utf8.Span)));
    }

    [Theory]
    [InlineData("\"first\": 1", "\"first\": 99")]
    [InlineData("null,\n    null", "null")]
    [InlineData("\"entries\"", "\"messages\"")]
    public async Task What_is_no_segment_any_more_is_not_adopted_and_the_error_says_what_to_do(
        string old, string edit)
    {
        await EditAsync(old, edit);
        Assert.False((await FoundAsync()).CanBeAdopted);
        var error = await Assert.ThrowsAsync<InvalidRecordException>(
            async () => await _store!.AdoptAsync(Segment, Epoch.Initial, Cancel));
        Assert.Contains("bot/conversations/42/00000000.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("restore the file", error.Message, StringComparison.Ordinal);
        Assert.Single(await _store!.Quarantine.ListAsync("bot", Cancel).ToListAsync(Cancel));
        await EditAsync(edit, old);
        Assert.Equal(2, (await Opened.ReadAsync(1, 10, Cancel)).Entries.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await (_store?.DisposeAsync() ?? default);
        _folder.Dispose();
    }

    private static LogEntry Entry(string text)
        => LogEntry.Create(RecordBody.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}""")));

    private async Task<Storage.Repair.DamagedRecord> FoundAsync()
        => Assert.Single(
            await _store!.FindDamagedAsync(Component.Conversations, "bot/", Cancel).ToListAsync(Cancel));

    private async Task EditAsync(string old, string edit)
    {
        var text = await System.IO.File.ReadAllTextAsync(File, Cancel);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await System.IO.File.WriteAllTextAsync(File, text.Replace(old, edit, StringComparison.Ordinal), Cancel);
    }
}
