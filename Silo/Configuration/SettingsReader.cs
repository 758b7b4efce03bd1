using System.Globalization;
using System.Net;

namespace HybridOrleans.Silo.Configuration;

/// <summary>Reads settings and collects what is wrong with them, each with its value and what is allowed.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const int PortMax = 65535;

    private readonly List<string> _mistakes = [];

    public IReadOnlyList<string> Mistakes => _mistakes;

    public void Add(string mistake) => _mistakes.Add(mistake);

    /// <summary>Null when the setting is missing or empty.</summary>
    public string? Text(string path) => configuration[path] is { Length: > 0 } text ? text : null;

    public string Name(string path, string standard)
    {
        var text = configuration[path];
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            Add($"{path} = '{text}': it is empty; give it a name.");
        }

        return text ?? standard;
    }

    public int Port(string path, int standard) => Number(path, standard, 1, PortMax);

    public int Number(string path, int standard, int min, int max)
    {
        if (Text(path) is not { } text)
        {
            return standard;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }

        Add($"{path} = '{text}': expected a whole number from {min} to {max}.");
        return standard;
    }

    public TimeSpan Duration(string path, TimeSpan standard, (TimeSpan Min, TimeSpan Max) range)
    {
        if (Text(path) is not { } text)
        {
            return standard;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
            && duration >= range.Min && duration <= range.Max)
        {
            return duration;
        }

        Add($"{path} = '{text}': expected a time from {range.Min:c} to {range.Max:c}, such as {standard:c}.");
        return standard;
    }

    public bool Switch(string path, bool standard)
    {
        if (Text(path) is not { } text || bool.TryParse(text, out standard))
        {
            return standard;
        }

        Add($"{path} = '{text}': expected true or false.");
        return false;
    }

    public TEnum Choice<TEnum>(string path)
        where TEnum : struct, Enum
    {
        if (Text(path) is not { } text)
        {
            return default;
        }

        if (!int.TryParse(text, out _) && Enum.TryParse<TEnum>(text, ignoreCase: true, out var choice))
        {
            return choice;
        }

        Add($"{path} = '{text}': expected one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        return default;
    }

    public IPAddress Address(string path, IPAddress standard)
    {
        if (Text(path) is not { } text)
        {
            return standard;
        }

        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        Add($"{path} = '{text}': expected an IP address of this machine, such as 127.0.0.1.");
        return standard;
    }

    public IPEndPoint? EndPoint(string path)
    {
        if (Text(path) is not { } text)
        {
            return null;
        }

        if (IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port != 0)
        {
            return endPoint;
        }

        Add($"{path} = '{text}': expected address:port of the first silo, such as 127.0.0.1:11111.");
        return null;
    }

    public Uri Url(string path, Uri standard)
    {
        if (Text(path) is not { } text)
        {
            return standard;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
            && url.AbsolutePath == "/")
        {
            return url;
        }

        Add($"{path} = '{text}': expected http://address:port, such as {standard.GetLeftPart(UriPartial.Authority)}.");
        return standard;
    }

    /// <summary>Reports settings that nobody reads, which are misspelt ones.</summary>
    public void RefuseUnknown(string section, params ReadOnlySpan<string> known)
    {
        foreach (var child in configuration.GetSection(section).GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                Add($"{child.Path}: there is no such setting. Use one of: {string.Join(", ", known.ToArray())}.");
            }
        }
    }
}
