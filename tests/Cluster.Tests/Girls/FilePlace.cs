using System.Globalization;
using System.Text;
using System.Text.Json;
using HybridOrleans.Client;
using HybridOrleans.Client.Json;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>A folder of the old bot.</summary>
public sealed class FilePlace : IGirlsPlace, IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("girls-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public IGirlsManager Manage(GirlsSettings settings) => new GirlsManager(Folder, settings);

    public Task PutAsync(long chatId, string json) => WriteAsync($"girls_data/{chatId}.json", json);

    public Task<string?> TextAsync(long chatId) => ReadAsync($"girls_data/{chatId}.json");

    public Task SayAsync(long chatId, params (DateTimeOffset At, string Text)[] messages) => WriteAsync(
        $"conversations/{chatId}.json",
        $"[{string.Join(", ", messages.Select(m => $$"""
            {"ts": "{{TextOf(m.At)}}", "direction": "in", "text": "{{JsonEncodedText.Encode(m.Text,
                System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}
            """))}]".Replace("\\uD83C\\uDF3B", "🌻", StringComparison.Ordinal));

    public Task<string?> BackupAsync(long chatId, string day) => ReadAsync($"backups/{chatId}/{day}.json");

    public async Task WriteAsync(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }

    private async Task<string?> ReadAsync(string name)
    {
        var path = Path.Combine(Folder, name);
        return File.Exists(path) ? Encoding.UTF8.GetString(CompactJson.From(await File.ReadAllBytesAsync(path))) : null;
    }

    private static string TextOf(DateTimeOffset time) => time.ToString(
        time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
        CultureInfo.InvariantCulture);
}
