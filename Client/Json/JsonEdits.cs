using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Json;

/// <summary>Makes changes inside an object. Everything that they do not name keeps its text and its place.</summary>
internal static class JsonEdits
{
    /// <param name="json">Valid JSON without white space; what is no object counts as an empty one.</param>
    /// <param name="edits">The changes; what they name is added at the end where it is missing.</param>
    public static JsonText Apply(JsonText json, IReadOnlyList<JsonEdit> edits)
        => edits.Count == 0 ? json : Apply(JsonMember.AllOf(json) ?? [], edits, depth: 0);

    private static JsonText Apply(List<JsonMember> members, IReadOnlyList<JsonEdit> edits, int depth)
    {
        var left = edits.GroupBy(edit => edit.Path[depth]).ToDictionary(group => group.Key, group => group.ToArray());
        var output = new JsonObjectText();
        for (var i = 0; i < members.Count; i++)
        {
            var (name, token, value) = members[i];
            if (name is null || !left.TryGetValue(name, out var named))
            {
                output.Add(token, value);
            }
            else if (members.FindLastIndex(member => member.Name == name) == i)
            {
                // Of duplicates the last one counts, as in the old bot; those before it go.
                left.Remove(name);
                if (ValueOf(value, named, depth) is { } changed)
                {
                    output.Add(token, changed);
                }
            }
        }

        foreach (var (name, named) in left)
        {
            if (ValueOf(default, named, depth) is { } added)
            {
                output.Add(name, added);
            }
        }

        return output.ToJson();
    }

    private static JsonText? ValueOf(JsonText present, JsonEdit[] edits, int depth)
    {
        var whole = Array.FindLastIndex(edits, edit => edit.Path.Length == depth + 1);
        var deeper = edits.Skip(whole + 1).ToArray();
        var start = whole < 0 ? present : edits[whole].Value;
        return deeper.Length == 0
            ? start
            : Apply((start is { Utf8.Length: > 0 } text ? JsonMember.AllOf(text) : null) ?? [], deeper, depth + 1);
    }
}
