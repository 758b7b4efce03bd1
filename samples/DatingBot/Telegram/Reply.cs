using System.Text.Encodings.Web;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Samples.DatingBot.Telegram;

/// <summary>A message to a user: the payload of what the outbox keeps.</summary>
/// <param name="Text">At most <see cref="TextMax"/> UTF-16 units.</param>
/// <param name="Buttons">Rows of one button each.</param>
internal sealed record Reply(string Text, IReadOnlyList<ReplyButton> Buttons)
{
    /// <summary>The method of the outbox.</summary>
    public const string Method = "sendMessage";

    /// <summary>Telegram's limit.</summary>
    public const int TextMax = 4096;

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Reply Of(JsonText payload)
        => JsonSerializer.Deserialize<Reply>(payload.Utf8.Span, Readable)
            ?? throw new JsonException("The payload of a message is missing.");

    public JsonText ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, Readable));
}
