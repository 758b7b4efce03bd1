using System.Globalization;

namespace HybridOrleans.Silo.Hosting;

/// <summary>Settings that no silo can run with. The message lists all of them.</summary>
internal sealed class SiloConfigurationException(IReadOnlyCollection<string> mistakes) : Exception(List(mistakes))
{
    /// <summary>All mistakes in words.</summary>
    public static string List(IEnumerable<string> mistakes)
    {
        string[] lines = [.. mistakes.Distinct()];
        return string.Create(
            CultureInfo.InvariantCulture, $"The configuration has {lines.Length} mistake(s), and nothing was opened:")
            + string.Concat(lines.Select(l => $"{Environment.NewLine}- {l}"));
    }
}
