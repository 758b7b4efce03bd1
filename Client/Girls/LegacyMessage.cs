using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>A message as the old bot wrote it: <c>{"ts", "direction", "text"}</c>.</summary>
internal static class LegacyMessage
{
    /// <param name="message">The stored message.</param>
    /// <param name="withId">True to add its id as a fourth member, <c>_id</c>.</param>
    public static JsonText Of(ConversationMessage message, bool withId = false)
    {
        var json = new JsonObjectText()
            .Add("ts", JsonString.Of(UtcText.ShortOf(message.Timestamp)))
            .Add("direction", new(message.Direction == MessageDirection.In ? "\"in\"" : "\"out\""))
            .Add("text", JsonString.Of(message.Text));
        return (withId && message.Id is { } id ? json.Add("_id", JsonString.Of(id)) : json).ToJson();
    }
}
