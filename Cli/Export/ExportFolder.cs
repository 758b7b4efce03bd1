using System.Buffers;
using System.Globalization;
using HybridOrleans.Cli.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>Writes profiles as the old bot kept them: <c>girls_data/{id}.json</c>.</summary>
internal sealed class ExportFolder
{
    private readonly string _profiles;

    private ExportFolder(string path) => _profiles = Path.Combine(path, "girls_data");

    /// <summary>Takes a folder that is missing or empty, or any folder if it may be written over.</summary>
    /// <exception cref="UsageException">There is something in it, and it may not be written over.</exception>
    public static ExportFolder Open(string path, Existing existing)
    {
        if (existing == Existing.Refuse && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new UsageException(
                $"'{path}' is not empty. Name another folder, or add --overwrite to replace files of the same name.");
        }

        var folder = new ExportFolder(path);
        Directory.CreateDirectory(folder._profiles);
        return folder;
    }

    /// <summary>Writes one profile; whoever reads meanwhile sees the old file or the new one.</summary>
    public async Task WriteAsync(long telegramId, JsonText body, CancellationToken cancellation)
    {
        var text = new ArrayBufferWriter<byte>(body.Utf8.Length + 256);
        LaidOutJson.Write(body.Utf8.Span, text);
        var path = Path.Combine(_profiles, $"{telegramId.ToString(CultureInfo.InvariantCulture)}.json");
        var temporary = path + ".tmp";
        await File.WriteAllBytesAsync(temporary, text.WrittenMemory, cancellation);
        File.Move(temporary, path, overwrite: true);
    }
}
