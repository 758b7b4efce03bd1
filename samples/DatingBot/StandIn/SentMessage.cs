using System.Text.Json;

namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>A message that the bot sent.</summary>
/// <param name="Id">Grows by one with each message of the stand-in.</param>
/// <param name="ChatId">Who got it.</param>
/// <param name="Text">What it says.</param>
/// <param name="Buttons">The inline keyboard, row by row.</param>
internal sealed record SentMessage(int Id, long ChatId, string Text, IReadOnlyList<SentButton> Buttons)
{
    /// <summary>Takes a request <c>sendMessage</c>.</summary>
    public static SentMessage Of(int id, JsonElement request)
        => new(id, request.Number("chat_id"), request.Text("text"), [.. ButtonsOf(request)]);

    private static IEnumerable<SentButton> ButtonsOf(JsonElement request)
    {
        if (!request.TryGetProperty("reply_markup", out var markup)
            || !markup.TryGetProperty("inline_keyboard", out var rows))
        {
            return [];
        }

        return rows.EnumerateArray().SelectMany(row => row.EnumerateArray())
            .Select(button => new SentButton(button.Text("text"), button.Text("callback_data")));
    }
}
