using System.Globalization;
using System.Text;
using HybridOrleans.Storage.Migration.Debt;

namespace HybridOrleans.Storage.Json.Debt;

/// <summary>A debt as one line that a person can read and write: <c>generation raised|paid paying</c>.</summary>
internal static class DebtText
{
    private const string Raised = "raised";
    private const string Paid = "paid";

    public static byte[] Write(DebtState state)
        => Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Generation} {(state.IsRaised ? Raised : Paid)} {state.Paying}\n"));

    /// <returns>Null when the line is not of this form.</returns>
    public static DebtState? TryRead(ReadOnlySpan<byte> text)
    {
        var parts = Encoding.UTF8.GetString(text).TrimEnd('\n').Split(' ');
        return parts.Length == 3
            && TryNumber(parts[0], out var generation)
            && parts[1] is Raised or Paid
            && TryNumber(parts[2], out var paying)
            && paying <= generation
            ? new DebtState(generation, parts[1] == Raised, paying)
            : null;
    }

    private static bool TryNumber(string text, out long number)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
