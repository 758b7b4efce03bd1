using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>Finds in a text what it says about topics: the sentences that hold a keyword.</summary>
internal sealed class Topics(IReadOnlyList<TopicRule> rules)
{
    private const int ValueLengthMax = 200;

    private static readonly char[] SentenceEnds = ['.', '!', '?', '…', '\n', '\r'];

    /// <summary>A snapshot with a member for each topic that the text is about; null when it is about none.</summary>
    public JsonText? SnapshotOf(string text)
    {
        var sentences = text.Split(
            SentenceEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var found = rules
            .Select(rule => (rule.Topic, Said: string.Join(". ", sentences.Where(s => IsAbout(s, rule)))))
            .Where(topic => topic.Said.Length > 0)
            .ToArray();
        return found.Length == 0 ? null : found.Aggregate(
            new JsonObjectText(),
            (json, topic) => json.Add(topic.Topic, JsonString.Of(GirlInput.Cut(topic.Said, ValueLengthMax)))).ToJson();
    }

    /// <summary>The first topic that a snapshot has no member for; null when it has all.</summary>
    public string? FirstMissingIn(JsonText? snapshot)
    {
        var known = (snapshot is { } json ? JsonMember.AllOf(json) : null) ?? [];
        return rules.Select(rule => rule.Topic).FirstOrDefault(topic => known.TrueForAll(m => m.Name != topic));
    }

    private static bool IsAbout(string sentence, TopicRule rule) => rule.Stems.Any(stem => BeginsAWord(sentence, stem));

    private static bool BeginsAWord(string sentence, string stem)
    {
        for (var at = 0; (at = sentence.IndexOf(stem, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (at == 0 || !char.IsLetterOrDigit(sentence[at - 1]))
            {
                return true;
            }
        }

        return false;
    }
}
