using System.Globalization;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>One answer that a second process was given.</summary>
/// <param name="Outcome">accepted, conflict, unknown, unavailable, damaged or failed.</param>
/// <param name="Act"><c>write</c>, <c>read</c> or <c>open</c>.</param>
/// <param name="Key">The key's text.</param>
/// <param name="Revision">The revision that the write would make.</param>
/// <param name="WriteId">The write.</param>
/// <param name="Message">The error, or nothing.</param>
internal sealed record ChildAnswer(
    string Outcome, string Act, string Key, Revision Revision, string WriteId, string Message)
{
    public static ChildAnswer? TryParse(string line)
    {
        var parts = line.Split(' ', 6);
        return parts.Length >= 5 && parts[1] is ("write" or "read" or "open")
            ? new(parts[0], parts[1], parts[2], new(long.Parse(parts[3], CultureInfo.InvariantCulture)), parts[4],
                parts.Length > 5 ? parts[5] : "")
            : null;
    }
}
