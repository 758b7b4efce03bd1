using System.Globalization;
using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Updates;

/// <summary>Which records hold session state: records of the component <c>configuration</c>.</summary>
/// <remarks>
/// Their keys begin with a text that is no bot id, so that no key of a bot's configuration can be one of them. The last
/// two digits of the id come before it, so that no folder of a JSON store holds all users.
/// </remarks>
internal static class SessionRecords
{
    /// <summary>The Orleans type of the grain; part of stored identities, and never changed.</summary>
    public const string GrainType = "session";

    private const string StateScope = "session.state";
    private const string WorkScope = "session.work";

    /// <summary>What it keeps.</summary>
    public static readonly RecordKind Kind = new("session", "session");

    /// <summary>The record of a grain.</summary>
    /// <exception cref="InvalidRecordException">The grain's key names no session.</exception>
    public static RecordKey KeyOf(GrainId grain)
    {
        try
        {
            return StateOf(SessionKey.FromGrainKey(Encoding.UTF8.GetString(grain.Key.AsSpan())));
        }
        catch (InvalidInputException e)
        {
            throw new InvalidRecordException($"{e.Message} Nothing was written.", e);
        }
    }

    /// <summary>The document of an owner.</summary>
    public static RecordKey StateOf(SessionKey key) => KeyOf(StateScope, key);

    /// <summary>Says that an owner has work that waits.</summary>
    public static RecordKey WorkOf(SessionKey key) => KeyOf(WorkScope, key);

    /// <summary>The start of the keys of all work of a bot.</summary>
    public static string WorkPrefixOf(BotId bot) => RecordKey.Create(
        Component.Configuration, WorkScope, bot.Value).Text + "/";

    /// <summary>The start of the keys of everything that goes with a user, or with the chat of the same id.</summary>
    public static string StatePrefixOf(UserKey user) => RecordKey.Create(
        Component.Configuration, StateScope, user.Bot.Value, Folder(user.TelegramId), Text(user.TelegramId)).Text + "/";

    /// <summary>The owner whose document or work a record is; null for another record.</summary>
    public static SessionOwner? OwnerOf(RecordKey key)
    {
        try
        {
            // Bot ids and numbers are made of letters that no encoding changes.
            return key.Text.Split('/') switch
            {
                [_, _, "bot"] => SessionOwner.Bot,
                [_, _, _, .. var owner] => SessionOwner.Parse(string.Join('/', owner)),
                _ => null,
            };
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private static RecordKey KeyOf(string scope, SessionKey key) => key.Owner.Kind == SessionKind.Bot
        ? RecordKey.Create(Component.Configuration, scope, key.Bot.Value, "bot")
        : RecordKey.Create(
            Component.Configuration,
            [scope, key.Bot.Value, Folder(key.Owner.Id), .. key.Owner.ToString().Split('/')]);

    private static string Folder(long id)
        => Math.Abs(id % 100).ToString("00", CultureInfo.InvariantCulture);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
