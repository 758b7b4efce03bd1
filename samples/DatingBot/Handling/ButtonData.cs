using System.Globalization;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>What buttons stand for: an act and an argument, as <c>talk:42</c>.</summary>
internal static class ButtonData
{
    public static string Of(string act, object argument)
        => string.Create(CultureInfo.InvariantCulture, $"{act}:{argument}");

    public static (string Act, string Argument) Read(string data)
    {
        var parts = data.Split(':', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>The argument as a number; 0 when it is none.</summary>
    public static long Number(string argument)
        => long.TryParse(argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : 0;
}
