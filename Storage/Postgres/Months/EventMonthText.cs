using System.Text.RegularExpressions;

namespace HybridOrleans.Storage.Postgres.Months;

/// <summary>Which months get a table: those of this century, so that wrong clocks make no end of them.</summary>
internal static partial class EventMonthText
{
    /// <summary>The month in the key of an event; null when there is none that gets a table.</summary>
    public static string? Of(string key)
        => key.Split('/', 3) is [_, var second, _] && IsMonth(second) ? second : null;

    public static bool IsMonth(string text) => Month().IsMatch(text);

    [GeneratedRegex(@"\A20[0-9]{2}-(0[1-9]|1[0-2])\z")]
    private static partial Regex Month();
}
