using System.Globalization;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>Which answers make a profile.</summary>
internal static class FieldRules
{
    public const int AgeMin = 18;
    public const int AgeMax = 99;

    /// <summary>The longest name and the longest city, in UTF-16 units.</summary>
    public const int LineMax = 64;

    /// <summary>The longest text about oneself.</summary>
    public const int AboutMax = 300;

    /// <summary>The answer as it is kept; null when it is none.</summary>
    public static string? Accept(Field field, string answer)
    {
        var text = answer.Trim();
        return field switch
        {
            Field.Name or Field.City => IsLine(text) ? text : null,
            Field.Age => IsAge(text) ? text : null,
            Field.About => text.Length is > 0 and <= AboutMax ? text : null,
            _ => null,
        };
    }

    private static bool IsLine(string text)
        => text.Length is > 0 and <= LineMax && !text.StartsWith('/') && !text.Any(char.IsControl);

    private static bool IsAge(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var age)
            && age is >= AgeMin and <= AgeMax;
}
