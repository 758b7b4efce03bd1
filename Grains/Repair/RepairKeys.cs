using System.Globalization;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Repair;

/// <summary>Keys of one bot as a person types them.</summary>
internal static class RepairKeys
{
    /// <exception cref="InvalidInputException">Not a component whose keys begin with a bot.</exception>
    public static Component ComponentOf(ComponentName name)
        => name == ComponentName.Grains
            ? throw new InvalidInputException("State of other grains belongs to no bot, and cannot be repaired here.")
            : ComponentNames.ComponentOf(name);

    /// <exception cref="InvalidInputException">It is no key.</exception>
    public static RecordKey Parse(BotId bot, Component component, string key)
    {
        try
        {
            return RecordKey.FromText(component, RecordKeys.PrefixOf(bot.Value) + key);
        }
        catch (Storage.InvalidRecordException e)
        {
            throw new InvalidInputException($"'{key}' is no key as 'hybrid repair list' prints it: {e.Message}", e);
        }
    }

    /// <exception cref="InvalidInputException">It is no Telegram id.</exception>
    public static long TelegramIdOf(string key)
        => long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new InvalidInputException($"'{key}' is no Telegram id.");
}
