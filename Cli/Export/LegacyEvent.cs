using System.Globalization;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Client.Girls;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>One form of an event in the file of a month.</summary>
/// <param name="Bot">The bot that it names.</param>
/// <param name="Stored">The stored event.</param>
/// <param name="Timestamp">Its time as it is to be spelled.</param>
/// <param name="DataIsEntry">
/// True to write the members of the data as those of the entry: an import stores <c>event_data</c> that is no object,
/// and members that it does not know, within the data.
/// </param>
internal readonly record struct LegacyEvent(BotId Bot, StoredEvent Stored, string Timestamp, bool DataIsEntry)
{
    /// <summary>The forms that an event can have, that of the old bot first.</summary>
    public static LegacyEvent[] FormsOf(BotId bot, StoredEvent stored)
    {
        var timestamp = TimeForm.Write(stored.Timestamp, TimeForm.OfId(stored.Id));
        return
        [
            new(bot, stored, timestamp, DataIsEntry: true),
            new(bot, stored, timestamp, DataIsEntry: false),
            new(bot, stored, UtcText.ShortOf(stored.Timestamp), DataIsEntry: false),
        ];
    }

    /// <param name="withId">True to name the event, and its user also where there is none.</param>
    public JsonText ToJson(bool withId)
    {
        var json = new JsonObjectText()
            .Add("timestamp", JsonString.Of(Timestamp))
            .Add("bot_id", JsonString.Of(Bot.Value))
            .Add("event_type", JsonString.Of(Stored.Type));
        AddData(json);
        AddUser(json, withId);
        if (Stored.Dimensions.Count > 0)
        {
            json.Add("dimensions", Stored.Dimensions.Aggregate(
                new JsonObjectText(), (all, one) => all.Add(one.Key, JsonString.Of(one.Value))).ToJson());
        }

        return (withId ? json.Add(ExportedId.Member, JsonString.Of(Stored.Id)) : json).ToJson();
    }

    private void AddData(JsonObjectText json)
    {
        if (DataIsEntry && Stored.Data is { } data && JsonMember.AllOf(data) is [{ Name: "event_data" }, ..] members)
        {
            members.ForEach(member => json.Add(member.Token, member.Value));
            return;
        }

        json.Add("event_data", Stored.Data ?? new JsonText("null"));
    }

    // The old bot names the user in the data. Where it would find another one, or one where there is none, it is told.
    private void AddUser(JsonObjectText json, bool withId)
    {
        var named = EventText.Read(json.ToJson().Utf8.Span).Event?.UserId;
        if (Stored.UserId != named && (withId || Stored.UserId is not null))
        {
            json.Add("user", new JsonText(Stored.UserId?.ToString(CultureInfo.InvariantCulture) ?? "null"));
        }
    }
}
