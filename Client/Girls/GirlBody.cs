using HybridOrleans.Client.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Girls;

/// <summary>The text of a profile, taken apart as far as a profile's properties go.</summary>
internal sealed class GirlBody
{
    private readonly List<JsonMember> _members;
    private readonly List<JsonMember> _inner;

    /// <param name="json">A JSON object without white space.</param>
    public GirlBody(JsonText json)
    {
        _members = JsonMember.AllOf(json) ?? [];
        var nested = MembersOf(Last(_members, "profile"));
        var isFlat = Last(_members, "telegram_id") is not null && Last(_members, "chat_id") is null
            && Last(_members, "message_count") is null
            && (Last(nested, "message_count") ?? Last(nested, "profile_data")) is not null;
        Layout = isFlat ? GirlLayout.Flat : GirlLayout.Plain;
        _inner = isFlat ? nested : _members;
    }

    public GirlLayout Layout { get; }

    /// <summary>True for <c>{}</c>, which the old bot took for no profile.</summary>
    public bool IsBlank => _members.Count == 0;

    public string Name => TextOf(_members, Layout.Name) ?? "";

    public string? LastActivity => TextOf(_members, Layout.LastActivity);

    /// <summary>The count as it stands there; null when there is none.</summary>
    public JsonText? MessageCount => Last(_inner, Layout.MessageCount[^1]);

    public string? PreviousResponseId => TextOf(_inner, Layout.PreviousResponseId);

    /// <summary>Summaries that are texts.</summary>
    public Dictionary<string, string> Summary()
        => NamedOf(Layout.Summary)
            .Select(entry => (entry.Key, Text: JsonValues.TextOf(entry.Value)))
            .Where(entry => entry.Text is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Text!);

    public Dictionary<string, JsonText> Snapshots() => NamedOf(Layout.Snapshots);

    /// <summary>The top-level members that no property stands for.</summary>
    public Dictionary<string, JsonText> Others() => Named(_members.Where(m => m.Name is { } n && !Layout.Knows(n)));

    private Dictionary<string, JsonText> NamedOf(string[] path) => Named(MembersOf(Last(_inner, path[^1])));

    private static Dictionary<string, JsonText> Named(IEnumerable<JsonMember> members)
    {
        var named = new Dictionary<string, JsonText>();
        foreach (var member in members.Where(m => m.Name is not null))
        {
            named[member.Name!] = member.Value;
        }

        return named;
    }

    private static List<JsonMember> MembersOf(JsonText? value)
        => value is { } text ? JsonMember.AllOf(text) ?? [] : [];

    private static string? TextOf(List<JsonMember> members, string[] path)
        => Last(members, path[^1]) is { } value ? JsonValues.TextOf(value) : null;

    private static JsonText? Last(List<JsonMember> members, string name)
        => members.FindLastIndex(m => m.Name == name) is var last and >= 0 ? members[last].Value : null;
}
