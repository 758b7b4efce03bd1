using System.Text.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Samples.DatingBot.Members;

/// <summary>What others may see of a stored profile.</summary>
internal sealed record PersonCard(long TelegramId, Answers Answers)
{
    /// <summary>Reads a profile of any shape, also one that another program has written.</summary>
    /// <returns>Null when it has no name.</returns>
    public static PersonCard? Of(long telegramId, JsonText? body)
    {
        if (body is not { } json)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json.Utf8);
        var root = document.RootElement;
        var answers = new Answers
        {
            Name = Text(root, "name"),
            Age = root.TryGetProperty("age", out var age) && age.ValueKind == JsonValueKind.Number
                && age.TryGetInt32(out var years) ? years : 0,
            City = Text(root, "city"),
            About = Text(root, "about"),
        };
        return answers.Name.Length == 0 ? null : new PersonCard(telegramId, answers);
    }

    private static string Text(JsonElement root, string name)
        => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.Trim() : "";
}
