using System.Globalization;

namespace HybridOrleans.Cli.Import;

/// <summary>Gives the entries of one file ids that stay the same, and tells which of them are stored.</summary>
/// <remarks>
/// An id is <c>import:&lt;file&gt;:&lt;16 hex digits of its hash&gt;:&lt;n&gt;</c>, where n counts the equal entries of
/// the file. It says nothing of the place, so that entries that the old bot has removed before it move nothing. Takes
/// about 60 bytes for each entry.
/// </remarks>
internal sealed class EventMarks(string file)
{
    private const int HashLength = 16;
    private readonly Dictionary<ulong, int> _seen = [];
    private readonly HashSet<(ulong Hash, int Number)> _held = [];

    /// <summary>How many are stored, as far as was asked.</summary>
    public int HeldCount => _held.Count;

    private string Prefix { get; } = $"import:{file}:";
    /// <summary>Notes what is stored; ids of other files are passed over.</summary>
    public void Hold(string id)
    {
        if (id.StartsWith(Prefix, StringComparison.Ordinal)
            && id.AsSpan(Prefix.Length) is { Length: > HashLength + 1 } mark
            && ulong.TryParse(
                mark[..HashLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash)
            && int.TryParse(mark[(HashLength + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            _held.Add((hash, number));
        }
    }

    /// <summary>The id of the next entry of the file, and whether it is stored.</summary>
    public (string Id, bool IsHeld) Next(ulong hash)
    {
        var number = _seen.GetValueOrDefault(hash) + 1;
        _seen[hash] = number;
        var id = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{hash:x16}:{number}");
        return (id, _held.Contains((hash, number)));
    }
}
