using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace HybridOrleans.Storage.Hosting;

/// <summary>Copies a section of the configuration into options and remembers every setting that does not fit.</summary>
/// <remarks>
/// The binder of .NET stops at the first value of a wrong type and passes over a misspelt name in silence. Values are
/// not quoted where they may be secret: a text always fits, so only numbers, times and switches are.
/// </remarks>
internal sealed class SettingsBinder<TOptions>
    where TOptions : class
{
    private readonly List<string> _mistakes = [];

    /// <summary>What did not fit, once the options were made.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Remembers a mistake that was found elsewhere.</summary>
    public void Add(string mistake)
    {
        // Options may be made many times.
        lock (_mistakes)
        {
            if (!_mistakes.Contains(mistake))
            {
                _mistakes.Add(mistake);
            }
        }
    }

    /// <summary>Sets each property that the section names.</summary>
    public void Bind(IConfigurationSection section, TOptions options)
    {
        foreach (var setting in section.GetChildren())
        {
            var property = Properties().FirstOrDefault(
                p => p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                Add($"{setting.Path}: there is no such setting. "
                    + $"Use one of: {string.Join(", ", Properties().Select(p => p.Name))}.");
            }
            else if (setting.Value is { } value)
            {
                Set(options, property, setting.Path, value);
            }
        }
    }

    private static IEnumerable<PropertyInfo> Properties() => typeof(TOptions).GetProperties().Where(p => p.CanWrite);

    private void Set(TOptions options, PropertyInfo property, string path, string value)
    {
        try
        {
            property.SetValue(options, TypeDescriptor.GetConverter(property.PropertyType)
                .ConvertFromString(null, CultureInfo.InvariantCulture, value));
        }
        catch (Exception e) when (
            e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            Add($"{path} = '{value}': expected {Expected(property.PropertyType)}.");
        }
    }

    private static string Expected(Type type)
        => type == typeof(bool) ? "true or false"
            : type == typeof(TimeSpan) ? "a time such as 00:00:02"
            : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
            : "a whole number";
}
