using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Tells about how many records a component has, from the names in some of its folders.</summary>
internal static class RecordCount
{
    /// <summary>Of so many folders beside each other all are counted; of more only so many.</summary>
    private const int FoldersMax = 8;

    public static long Estimate(string root, Component component)
        => Directory.EnumerateDirectories(root)
            .Where(bot => Path.GetFileName(bot)[0] != '.')
            .Select(bot => $"{bot}/{component.Name}")
            .Where(Directory.Exists)
            .Sum(EstimateIn);

    private static long EstimateIn(string folder)
    {
        var records = Directory.EnumerateFiles(folder).LongCount(IsRecord);
        var folders = Directory.GetDirectories(folder);
        if (folders.Length <= FoldersMax)
        {
            return records + folders.Sum(EstimateIn);
        }

        Array.Sort(folders, StringComparer.Ordinal);
        var sampled = Enumerable.Range(0, FoldersMax).Sum(i => EstimateIn(folders[i * folders.Length / FoldersMax]));
        return records + (sampled * folders.Length / FoldersMax);
    }

    private static bool IsRecord(string path)
        => Path.GetFileName(path)[0] != '.'
            && (path.EndsWith(JsonPaths.Extension, StringComparison.Ordinal)
                || path.EndsWith(JsonPaths.TombstoneExtension, StringComparison.Ordinal));
}
