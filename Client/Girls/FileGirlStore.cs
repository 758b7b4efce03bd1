using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>Profiles as files of the old bot.</summary>
internal sealed class FileGirlStore(string folder, TimeProvider time) : IGirlStore
{
    // All managers of this process share it: two of them may be given one folder.
    private static readonly KeyedGate Gate = new();

    private readonly string _folder = Path.GetFullPath(folder);

    public ValueTask<JsonText?> ReadAsync(long chatId, CancellationToken cancellation)
        => ReadAsync(PathOf(chatId), cancellation);

    public async ValueTask ChangeAsync(
        long chatId, Func<JsonText?, JsonText?> change, CancellationToken cancellation)
    {
        var path = PathOf(chatId);
        await Gate.RunAsync(
            path,
            async () =>
            {
                if (change(await ReadAsync(path, cancellation)) is { } next)
                {
                    await GirlFile.WriteAsync(path, next, cancellation);
                }

                return true;
            },
            cancellation);
    }

    public ValueTask CountMessageAsync(long chatId, CancellationToken cancellation)
        => ChangeAsync(
            chatId, stored => MessageCount.CountOne(stored ?? GirlTemplate.Of(chatId), time.GetUtcNow()), cancellation);

    public ValueTask<bool> DeleteAsync(long chatId, CancellationToken cancellation)
    {
        var path = PathOf(chatId);
        return Gate.RunAsync(
            path,
            () =>
            {
                if (!File.Exists(path))
                {
                    return ValueTask.FromResult(false);
                }

                File.Delete(path);
                return ValueTask.FromResult(true);
            },
            cancellation);
    }

    public async IAsyncEnumerable<(long ChatId, JsonText Body)> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var profiles = new DirectoryInfo(Path.Combine(_folder, "girls_data"));
        foreach (var file in profiles.Exists ? profiles.EnumerateFiles("*.json") : [])
        {
            if (ChatIdOf(file.Name) is { } chatId && await ReadAsync(file.FullName, cancellation) is { } body)
            {
                yield return (chatId, body);
            }
        }
    }

    public async ValueTask<IReadOnlyList<JsonText>> ReadDayAsync(
        long chatId, DateOnly day, CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, "conversations", $"{TextOf(chatId)}.json");
        if (await GirlFile.ReadAsync(path, cancellation) is not { } messages)
        {
            return [];
        }

        using var json = JsonDocument.Parse(messages.Utf8);
        return json.RootElement.ValueKind == JsonValueKind.Array
            ? [.. json.RootElement.EnumerateArray().Select(RawOf).Where(message => DayOf(message) == day)]
            : throw new DataDamagedException($"'{path}' is no array of messages. Nothing was changed.");
    }

    public ValueTask BackUpAsync(
        long chatId, DateOnly day, IReadOnlyList<JsonText> messages, CancellationToken cancellation)
    {
        var name = $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.json";
        var path = Path.Combine(_folder, "backups", TextOf(chatId), name);
        return GirlFile.WriteAsync(path, JsonArrayText.Of(messages), cancellation);
    }

    private static async ValueTask<JsonText?> ReadAsync(string path, CancellationToken cancellation)
        => await GirlFile.ReadAsync(path, cancellation) is not { } json ? null
            : JsonMember.AllOf(json) is not null ? json
            : throw new DataDamagedException($"'{path}' is no JSON object. Nothing was changed. Move it away.");

    private string PathOf(long chatId) => Path.Combine(_folder, "girls_data", $"{TextOf(chatId)}.json");

    private static string TextOf(long chatId) => chatId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Only the one spelling that a number has: leftovers and other files are no profiles.</summary>
    private static long? ChatIdOf(string name)
        => long.TryParse(name[..^5], CultureInfo.InvariantCulture, out var id)
            && id != 0 && $"{TextOf(id)}.json" == name
            ? id
            : null;

    private static JsonText RawOf(JsonElement value)
        => new(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value).ToArray());

    private static DateOnly? DayOf(JsonText message)
        => JsonMember.AllOf(message)?.LastOrDefault(member => member.Name == "ts") is { Value: var ts }
            && ts.Utf8.Length > 0
            && DateTimeOffset.TryParse(
                JsonValues.TextOf(ts), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? DateOnly.FromDateTime(time.UtcDateTime)
            : null;
}
