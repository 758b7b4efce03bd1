using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client;

/// <summary>What a text must hold to say something about a topic. Immutable.</summary>
public sealed record TopicRule
{
    /// <summary>Makes a rule.</summary>
    /// <param name="topic">The member of a snapshot that the text goes to, such as <c>work</c>; not blank.</param>
    /// <param name="stems">
    /// Beginnings of words, in any language, case ignored; at least one, and none blank. They may hold spaces.
    /// </param>
    /// <exception cref="InvalidInputException">The topic or a stem is blank, or there is no stem.</exception>
    public TopicRule(string topic, params IReadOnlyList<string> stems)
    {
        ArgumentNullException.ThrowIfNull(stems);
        if (string.IsNullOrWhiteSpace(topic) || stems.Count == 0 || stems.Any(string.IsNullOrWhiteSpace))
        {
            throw new InvalidInputException(
                $"The rule for the topic '{topic}' is refused: a topic and at least one stem are needed, none blank.");
        }

        (Topic, Stems) = (topic, [.. stems]);
    }

    /// <summary>The rules of the old bot, in its order: interests, work, travel; Russian and English.</summary>
    public static IReadOnlyList<TopicRule> Defaults { get; } =
    [
        new("interests", "хобби", "увле", "интерес", "люблю", "любит", "нрав", "обожа", "hobb", "interest", "love",
            "enjoy", "fond of", "keen on"),
        new("work", "работ", "професс", "карьер", "офис", "зарплат", "должност", "коллег", "начальни", "work", "job",
            "career", "office", "profession", "salary", "colleague", "boss"),
        new("travel", "путешеств", "поезд", "отпуск", "самол", "отел", "гостиниц", "билет", "travel", "trip",
            "vacation", "holiday", "flight", "hotel", "journey"),
    ];

    /// <summary>The member of a snapshot.</summary>
    public string Topic { get; }

    /// <summary>Beginnings of words.</summary>
    public IReadOnlyList<string> Stems { get; }
}
