using System.Globalization;
using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>A profile as the old bot began it.</summary>
internal static class GirlTemplate
{
    public static JsonText Of(long chatId) => new JsonObjectText()
        .Add("chat_id", new(chatId.ToString(CultureInfo.InvariantCulture)))
        .Add("name", new("\"\""))
        .Add("last_activity", JsonValues.Null)
        .Add("message_count", new("0"))
        .Add("summary", new("{}"))
        .Add("profile", new("{}"))
        .Add("previous_response_id", JsonValues.Null)
        .ToJson();
}
