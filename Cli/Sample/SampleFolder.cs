using System.Globalization;
using HybridOrleans.Cli.Output;

namespace HybridOrleans.Cli.Sample;

/// <summary>Writes a large made-up folder, for trying out an import.</summary>
internal static class SampleFolder
{
    /// <summary>Writes the folder.</summary>
    /// <exception cref="UsageException">It is there already and not empty.</exception>
    public static void Write(
        string path, int profiles, SampleLayout layout, ProgressCounter progress, CancellationToken cancellation)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new UsageException($"'{path}' is not empty. Name a new folder.");
        }

        Directory.CreateDirectory(path);
        progress.Total = profiles;
        if (layout == SampleLayout.Map)
        {
            WriteMap(Path.Combine(path, "girls_data.json"), profiles, progress, cancellation);
        }
        else
        {
            WriteFiles(Path.Combine(path, "girls_data"), profiles, progress, cancellation);
        }
    }

    private static void WriteFiles(
        string path, int profiles, ProgressCounter progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(path);
        for (var number = 0; number < profiles; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var id = SampleProfiles.IdOf(number).ToString(CultureInfo.InvariantCulture);
            using var file = File.Create(Path.Combine(path, $"{id}.json"));
            SampleProfiles.Write(number, file);
            progress.Advance();
        }
    }

    private static void WriteMap(string path, int profiles, ProgressCounter progress, CancellationToken cancellation)
    {
        using var file = File.Create(path);
        file.Write("{\n\"girls\": {\n"u8);
        for (var number = 0; number < profiles; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Write(number == 0 ? ""u8 : ",\n"u8);
            file.Write(System.Text.Encoding.UTF8.GetBytes(
                $"\"{SampleProfiles.IdOf(number).ToString(CultureInfo.InvariantCulture)}\": "));
            SampleProfiles.Write(number, file);
            progress.Advance();
        }

        file.Write("\n}\n}\n"u8);
    }
}
