using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Silo.Configuration;

namespace HybridOrleans.Silo.Access;

/// <summary>Reads one <see cref="AccessKey"/>.</summary>
internal static class AccessKeyReader
{
    private const int HashDigits = 64;

    /// <returns>Null when it cannot be used; the reader knows why.</returns>
    public static AccessKey? Read(SettingsReader reader, IConfigurationSection key)
    {
        reader.RefuseUnknown(key.Path, "Hash", "Role", "Bot", "Expires");
        var name = NameOf(reader, key);
        var hash = HashOf(reader, key);
        var role = reader.Choice<AccessRole>($"{key.Path}:Role");
        var bot = BotOf(reader, key);
        var expires = ExpiresOf(reader, key);
        if (reader.Text($"{key.Path}:Role") is null)
        {
            reader.Add($"{key.Path}:Role: it is missing; use reader, operator or admin.");
        }

        return hash is null || name is null ? null : new AccessKey(new Caller(name, role, bot), hash, expires);
    }

    /// <summary>A name is read by people in histories and logs, so that it has the form of a bot id.</summary>
    private static string? NameOf(SettingsReader reader, IConfigurationSection key)
    {
        if (IsName(key.Key) && key.Key != AccessSettings.FirstKeyName)
        {
            return key.Key;
        }

        reader.Add($"{key.Path}: name a key with 1 to 64 characters of a-z, 0-9, '_' and '-', and not "
            + $"'{AccessSettings.FirstKeyName}'.");
        return null;
    }

    private static byte[]? HashOf(SettingsReader reader, IConfigurationSection key)
    {
        if (key["Hash"] is { Length: HashDigits } text && text.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(text);
        }

        // The value is not repeated: it may be the key itself, put there by mistake.
        reader.Add($"{key.Path}:Hash: expected the {HashDigits} hexadecimal digits that 'hybrid key new' prints, "
            + $"not a text of {key["Hash"]?.Length ?? 0} characters.");
        return null;
    }

    private static string? BotOf(SettingsReader reader, IConfigurationSection key)
    {
        if (key["Bot"] is { } bot && !IsName(bot))
        {
            reader.Add($"{key.Path}:Bot = '{bot}': expected 1 to 64 characters of a-z, 0-9, '_' and '-'.");
        }

        return key["Bot"];
    }

    private static DateTimeOffset? ExpiresOf(SettingsReader reader, IConfigurationSection key)
    {
        if (reader.Text($"{key.Path}:Expires") is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires))
        {
            return expires;
        }

        reader.Add($"{key.Path}:Expires = '{text}': expected a time in UTC, such as 2027-01-31T00:00:00Z.");
        return null;
    }

    private static bool IsName(string text)
    {
        try
        {
            _ = new BotId(text);
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }
}
