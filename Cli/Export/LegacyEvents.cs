using HybridOrleans.Cli.Import;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>The events of one month as the old bot wrote them; an import finds the same events again.</summary>
/// <remarks>
/// What is written is read as an import would read it, and the first form that gives the stored event is taken: as the
/// old bot wrote it, then with what the old bot did not know.
/// </remarks>
/// <param name="bot">The bot that they name.</param>
/// <param name="file">The file that an import will find them in.</param>
internal sealed class LegacyEvents(BotId bot, string file)
{
    private readonly EventMarks _marks = new(file);

    /// <summary>Writes events by time; those of one moment by the numbers in their ids.</summary>
    public IEnumerable<JsonText> Of(IEnumerable<StoredEvent> events)
        => events.OrderBy(e => e.Timestamp).ThenBy(e => e.Id.Length).ThenBy(e => e.Id, StringComparer.Ordinal)
            .Select(Of);

    private JsonText Of(StoredEvent stored)
    {
        var forms = LegacyEvent.FormsOf(bot, stored);
        foreach (var text in forms.Select(form => form.ToJson(withId: false)))
        {
            var read = EventText.Read(text.Utf8.Span);
            if (SameEvent.Is(read.Event, stored) && _marks.NextOf(read.Hash, read.Form) == stored.Id)
            {
                _marks.TakeNext(read.Hash, read.Form);
                return text;
            }
        }

        // The last form says everything by itself, so that it is right where no other one is.
        return forms.Select(form => form.ToJson(withId: true))
            .Where((text, i) => i == forms.Length - 1 || SameEvent.Is(EventText.Read(text.Utf8.Span).Event, stored))
            .First();
    }
}
