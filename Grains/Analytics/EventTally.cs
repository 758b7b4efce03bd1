using System.Globalization;
using System.Text.Json;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Analytics;

/// <summary>Counts the events that a query asks for.</summary>
internal sealed class EventTally(EventQuery query)
{
    private readonly Dictionary<(DateTimeOffset Start, string Type, string? Value), long> _counts = [];

    /// <summary>The counts so far.</summary>
    public IReadOnlyList<EventCount> Counts
        => [.. _counts.Select(c => new EventCount(c.Key.Start, c.Key.Type, c.Key.Value, c.Value))];

    /// <summary>Counts an event, if it is asked for.</summary>
    /// <exception cref="DataDamagedException">The body is no event.</exception>
    public void Add(RecordBody body)
    {
        string? type = null;
        DateTimeOffset? time = null;
        string? value = null;
        var matches = 0;
        try
        {
            var reader = new Utf8JsonReader(body.Utf8.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("ts"u8))
                {
                    reader.Read();
                    time = TimeOf(reader.GetString());
                }
                else if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    type = reader.GetString();
                }
                else if (reader.ValueTextEquals("dimensions"u8))
                {
                    ReadDimensions(ref reader, ref value, ref matches);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged();
        }

        if (type is null || time is not { } at)
        {
            throw Damaged();
        }

        if (at >= query.From && at < query.Until && (query.Type is null || query.Type == type)
            && matches == query.Where.Count)
        {
            var key = (PeriodStart.Of(query, at), type, value);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    private void ReadDimensions(ref Utf8JsonReader reader, ref string? value, ref int matches)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var met = reader.GetString();
            if (query.Where.TryGetValue(name, out var wanted) && wanted == met)
            {
                matches++;
            }

            if (name == query.Dimension)
            {
                value = met;
            }
        }
    }

    private static DateTimeOffset TimeOf(string? text)
        => DateTimeOffset.Parse(text ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DataDamagedException Damaged() => new(
        "An entry of a log of events is no event. Nothing was changed. It was written by other means: bring it back "
        + "from a backup, or delete the events of its month.");
}
