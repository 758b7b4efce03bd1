using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>A file of the old bot: read as it is, written as the old bot laid it out.</summary>
internal static class GirlFile
{
    /// <summary>Reads a JSON file.</summary>
    /// <returns>The text without white space; null when there is no file, or when it is blank.</returns>
    /// <exception cref="DataDamagedException">It is no JSON, or cannot be read.</exception>
    public static async ValueTask<JsonText?> ReadAsync(string path, CancellationToken cancellation)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataUnavailableException($"'{path}' could not be read: {e.Message}", e);
        }

        var text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        return text.Span.IndexOfAnyExcept(" \t\r\n\0"u8) < 0 ? null : Checked(path, text.Span);
    }

    /// <summary>Writes a JSON file: whoever reads meanwhile sees the old one or the new one.</summary>
    /// <exception cref="DataUnavailableException">It was not written.</exception>
    public static async ValueTask WriteAsync(string path, JsonText json, CancellationToken cancellation)
    {
        var text = new ArrayBufferWriter<byte>(json.Utf8.Length + 256);
        LegacyJson.Write(json.Utf8.Span, text);
        var temporary = path + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(temporary, text.WrittenMemory, cancellation);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataUnavailableException(
                $"'{path}' could not be written: {e.Message} What was there before is there still.", e);
        }
    }

    private static JsonText Checked(string path, ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 64 });
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw new DataDamagedException(
                $"'{path}' is no JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. Nothing was changed. "
                + "Bring it back from a backup, or move it away.");
        }

        return Utf8.IsValid(text)
            ? new JsonText(CompactJson.From(text))
            : throw new DataDamagedException($"'{path}' is not valid UTF-8. Nothing was changed.");
    }
}
