using System.Text;
using System.Text.Json;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>Where the members of an old event lie in its text.</summary>
/// <remarks>
/// Of duplicate members the last one counts, as in the old bot; the others are kept as unknown ones are. So are members
/// that have the name of one that an export writes and another meaning.
/// </remarks>
internal sealed class EventMembers
{
    private const string User = "user";
    private const string Dimensions = "dimensions";

    private static readonly string[] Known =
        ["timestamp", "bot_id", "event_type", "event_data", User, Dimensions, ExportedId.Member];

    private readonly Dictionary<string, (Range Whole, Range Value)> _known = [];
    private readonly List<Range> _others = [];

    /// <summary>Goes through an element.</summary>
    /// <returns>Null when it is no object.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static EventMembers? Read(ReadOnlySpan<byte> element)
    {
        var reader = new Utf8JsonReader(element);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var members = new EventMembers();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var name = Encoding.UTF8.GetString(reader.ValueSpan);
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            members.Add(name, start..end, value..end);
        }

        // The rest can only be white space; anything else throws.
        reader.Read();
        members.Settle(element);
        return members;
    }

    /// <summary>The id that an export has written; null when there is none.</summary>
    public string? IdOf(ReadOnlySpan<byte> element) => TextOf(ExportedId.Member, element);

    /// <summary>The dimensions that an export has written; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? DimensionsOf(ReadOnlySpan<byte> element)
        => EventDimensions.Read(ValueOf(Dimensions, element));

    /// <summary>The user that an export has written, else the one that the old bot has named.</summary>
    public long? UserOf(ReadOnlySpan<byte> element)
        => _known.ContainsKey(User)
            ? TelegramId.Parse(Encoding.UTF8.GetString(ValueOf(User, element)))
            : EventUser.Of(EventDataOf(element)) ?? EventUser.Of(element);

    /// <summary>The text that a member is; null when it is none.</summary>
    public string? TextOf(string name, ReadOnlySpan<byte> element)
    {
        var value = ValueOf(name, element);
        return value.StartsWith("\""u8) ? MapScanner.Decode(value) : null;
    }

    /// <summary>The bot, which may be named by a number; null when there is none.</summary>
    /// <returns>False when it is something else.</returns>
    public bool TryBotOf(ReadOnlySpan<byte> element, out string? bot)
    {
        var value = ValueOf("bot_id", element);
        var isAbsent = value.IsEmpty || value.SequenceEqual("null"u8);
        bot = isAbsent ? null
            : value[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9') ? Encoding.UTF8.GetString(value)
            : TextOf("bot_id", element);
        return isAbsent || bot is not null;
    }

    /// <summary>
    /// What is stored as data: <c>event_data</c> as it is; with the unknown members beside it when there are any, or
    /// when it is no object.
    /// </summary>
    /// <returns>Compact JSON, or null for nothing.</returns>
    public byte[]? DataOf(ReadOnlySpan<byte> element)
    {
        var data = EventDataOf(element);
        if (_others.Count == 0 && (data.IsEmpty || data.SequenceEqual("null"u8)))
        {
            return null;
        }

        if (_others.Count == 0 && data.StartsWith("{"u8))
        {
            return CompactJson.From(data);
        }

        var members = new List<string>();
        foreach (var other in _known.TryGetValue("event_data", out var known) ? [known.Whole, .. _others] : _others)
        {
            members.Add(Encoding.UTF8.GetString(element[other]));
        }

        return CompactJson.From(Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}"));
    }

    private void Add(string name, Range whole, Range value)
    {
        if (!Known.Contains(name))
        {
            _others.Add(whole);
            return;
        }

        if (_known.TryGetValue(name, out var before))
        {
            _others.Add(before.Whole);
        }

        _known[name] = (whole, value);
    }

    /// <summary>Tells what an export has written from what the old bot may mean by the same names.</summary>
    private void Settle(ReadOnlySpan<byte> element)
    {
        Require(ExportedId.Member, ExportedId.IsValid(IdOf(element)));
        Require(Dimensions, DimensionsOf(element) is not null);

        // "No user" is an export's word only beside its id. An old bot's null must not hide the user that the data
        // names: erasing that user would leave the event.
        var user = ValueOf(User, element);
        Require(
            User,
            TelegramId.Parse(Encoding.UTF8.GetString(user)) is not null
                || (user.SequenceEqual("null"u8) && _known.ContainsKey(ExportedId.Member)));
        _others.Sort((one, other) => one.Start.Value.CompareTo(other.Start.Value));
    }

    private void Require(string name, bool isExported)
    {
        if (!isExported && _known.Remove(name, out var member))
        {
            _others.Add(member.Whole);
        }
    }

    private ReadOnlySpan<byte> EventDataOf(ReadOnlySpan<byte> element) => ValueOf("event_data", element);

    private ReadOnlySpan<byte> ValueOf(string name, ReadOnlySpan<byte> element)
        => _known.TryGetValue(name, out var member) ? element[member.Value] : default;
}
