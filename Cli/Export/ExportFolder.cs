using System.Buffers;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>The folder that an export writes.</summary>
internal sealed class ExportFolder
{
    private readonly string _path;
    private readonly ExportLayout _layout;

    private ExportFolder(string path, ExportLayout layout) => (_path, _layout) = (path, layout);

    /// <summary>Takes a folder that is missing or empty, or any folder if it may be written over.</summary>
    /// <exception cref="UsageException">There is something in it, and it may not be written over.</exception>
    public static ExportFolder Open(string path, Existing existing, ExportLayout layout)
    {
        if (existing == Existing.Refuse && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new UsageException(
                $"'{path}' is not empty. Name another folder, or add --overwrite to replace files of the same name.");
        }

        Directory.CreateDirectory(Path.Combine(path, "girls_data"));
        return new ExportFolder(path, layout);
    }

    /// <summary>Writes one file; whoever reads meanwhile sees the old file or the new one.</summary>
    /// <param name="name">The file, relative to the folder.</param>
    /// <param name="json">JSON without white space.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task WriteAsync(string name, JsonText json, CancellationToken cancellation)
    {
        var text = new ArrayBufferWriter<byte>(json.Utf8.Length + 256);
        if (_layout == ExportLayout.Legacy)
        {
            LegacyJson.Write(json.Utf8.Span, text);
        }
        else
        {
            LaidOutJson.Write(json.Utf8.Span, text);
        }

        var path = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        await File.WriteAllBytesAsync(temporary, text.WrittenMemory, cancellation);
        File.Move(temporary, path, overwrite: true);
    }
}
