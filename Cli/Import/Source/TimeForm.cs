using System.Globalization;
using System.Text.RegularExpressions;
using HybridOrleans.Client.Girls;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>How the old bot spelled a time, such as <c>T6+02:00</c>: the separator, the digits, the zone.</summary>
/// <remarks>An event keeps it at the end of its id, since only its moment is stored.</remarks>
internal static partial class TimeForm
{
    private const int DateLength = 10;

    /// <summary>The form of a time; null for the usual one, and for one that cannot be written again.</summary>
    /// <param name="text">A time that names its zone.</param>
    /// <param name="time">The moment, to the microsecond.</param>
    public static string? Of(string text, DateTimeOffset time)
    {
        var zone = text.LastIndexOfAny(['Z', '+', '-']);
        var point = text.LastIndexOf('.');
        var digits = point < 0 ? 0 : zone - point - 1;
        var separator = text[DateLength] == ' ' ? '_' : 'T';
        var form = string.Create(CultureInfo.InvariantCulture, $"{separator}{digits}{text[zone..]}");
        return text != UtcText.ShortOf(time) && text == Write(time, form) ? form : null;
    }

    /// <summary>The form that the id of an imported event ends with; null for the usual one.</summary>
    public static string? OfId(string id) => AtEnd().Match(id) is { Success: true } m ? m.Groups["form"].Value : null;

    /// <summary>Writes a moment in a form; in the usual one when the form is null, or can be none.</summary>
    public static string Write(DateTimeOffset time, string? form)
    {
        if (form is null || !Whole().IsMatch(form) || OffsetOf(form[2..]) is not { } offset)
        {
            return UtcText.ShortOf(time);
        }

        var fraction = form[1] == '0' ? "" : "." + new string('f', form[1] - '0');
        var local = time.UtcDateTime + offset;
        return local.ToString($"yyyy-MM-dd'{(form[0] == '_' ? ' ' : 'T')}'HH:mm:ss{fraction}", null) + form[2..];
    }

    private static TimeSpan? OffsetOf(string zone)
        => zone == "Z" ? TimeSpan.Zero
            : !TimeSpan.TryParseExact(zone[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset) ? null
            : zone[0] == '-' ? -offset : offset;

    [GeneratedRegex("^[T_][0-6](Z|[+-][0-9]{2}:[0-9]{2})$")]
    private static partial Regex Whole();

    [GeneratedRegex("^import:.+:[0-9a-f]{16}:[0-9]+:(?<form>[T_][0-6](Z|[+-][0-9]{2}:[0-9]{2}))$")]
    private static partial Regex AtEnd();
}
