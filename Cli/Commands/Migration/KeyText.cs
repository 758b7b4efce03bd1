using System.Globalization;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Commands.Migration;

/// <summary>A key as a person types it, and as it is stored.</summary>
internal static class KeyText
{
    /// <summary>How a key is typed, for the help.</summary>
    public const string Form = "The key as 'divergences' prints it; for users the Telegram id with --bot will do.";

    /// <summary>The key as it is stored.</summary>
    /// <exception cref="UsageException">A Telegram id was given, and no bot.</exception>
    public static string Stored(Session session, ComponentName component, string typed)
    {
        var isTelegramId = component == ComponentName.Users && !typed.Contains('/', StringComparison.Ordinal);
        if (!isTelegramId)
        {
            return typed.Length > 0 ? typed : throw new UsageException("The key is empty.");
        }

        if (!long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) || id == 0)
        {
            throw new UsageException(
                $"'{typed}' is no Telegram id: use a 64-bit number other than 0, or a key such as bot/42.");
        }

        var key = session.Profile(id);
        return string.Create(CultureInfo.InvariantCulture, $"{key.Bot.Value}/{key.TelegramId}");
    }
}
