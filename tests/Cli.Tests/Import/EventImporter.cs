using System.Text;
using HybridOrleans.Cli.Tests.Fakes;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Import;

/// <summary>A folder with one file of events, and the cluster that it is imported into.</summary>
internal sealed class EventImporter : IDisposable
{
    public const string File = "analytics_202503.json";

    private readonly TemporaryFolder _folder = new();
    public EventImporter() => _folder.Add("girls_data/5.json", "{}"u8);

    public CommandLineHarness Hybrid { get; } = new();

    public MemoryAnalytics Events => Hybrid.Store.Events;

    public static BotId Bot { get; } = new("han");

    public static string Entry(int number, string more = "")
        => $$"""{"timestamp":"2025-03-01T18:40:00Z","bot_id":"han","event_type":"t{{number}}"{{more}}}""";

    public void Dispose() => _folder.Dispose();
    public void Write(params string[] elements) => WriteText($"[{string.Join(",\n", elements)}]\n");

    public void WriteText(string text) => _folder.Add(File, Encoding.UTF8.GetBytes(text));

    /// <summary>The counts of events that are not 0, in the order of the report.</summary>
    public async Task<(ExitCode Code, string Events)> ImportAsync(params string[] options)
    {
        var result = await Hybrid.RunAsync(["import", _folder.Path, "--bot", "han", "--format", "json", .. options]);
        return (result.Code, string.Join(' ', result.Json.GetProperty("events").EnumerateObject()
            .Where(count => count.Value.GetInt64() > 0).Select(count => $"{count.Name}={count.Value}")));
    }

    /// <summary>All events of the bot, in the order in which they came.</summary>
    public async Task<IReadOnlyList<StoredEvent>> StoredAsync()
        => await Events.ReadAsync(
            Bot, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, TestContext.Current.CancellationToken)
            .ToArrayAsync(TestContext.Current.CancellationToken);
}
