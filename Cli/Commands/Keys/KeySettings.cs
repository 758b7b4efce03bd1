using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Keys;

/// <summary>What a silo is told of a key, by the names of environment variables.</summary>
internal static class KeySettings
{
    /// <exception cref="InvalidInputException">The bot id is none.</exception>
    public static IReadOnlyDictionary<string, string> Of(
        string name, string hash, KeyRole role, string? bot, DateTimeOffset? expires)
    {
        var prefix = $"HybridOrleans__Access__Keys__{name}__";
        var settings = new Dictionary<string, string>
        {
            [$"{prefix}Hash"] = hash,
            [$"{prefix}Role"] = role.ToString().ToLowerInvariant(),
        };
        if (bot is not null)
        {
            settings[$"{prefix}Bot"] = new BotId(bot).Value;
        }

        if (expires is { } end)
        {
            settings[$"{prefix}Expires"] =
                end.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        return settings;
    }
}
