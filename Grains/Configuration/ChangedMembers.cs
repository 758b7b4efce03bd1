using System.Text;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;

namespace HybridOrleans.Grains.Configuration;

/// <summary>Finds what a save changed.</summary>
internal static class ChangedMembers
{
    private const int MembersMax = 16;
    private const int NameCharactersMax = 64;

    /// <summary>Compares two objects by their top-level members, token by token; of duplicates the last one counts.
    /// </summary>
    public static ConfigurationChange Between(
        ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, long revision, DateTimeOffset at)
    {
        var old = LastOfEach(before);
        var changed = new List<string>();
        var present = LastOfEach(after);
        foreach (var (name, member) in present)
        {
            if (!old.TryGetValue(name, out var was) || !before[was.Value].SequenceEqual(after[member.Value]))
            {
                changed.Add(name);
            }
        }

        changed.AddRange(old.Keys.Where(name => !present.ContainsKey(name)));
        return new ConfigurationChange(
            revision,
            at,
            [.. changed.Take(MembersMax).Select(Short)],
            Math.Max(0, changed.Count - MembersMax));
    }

    private static Dictionary<string, JsonMember> LastOfEach(ReadOnlySpan<byte> json)
    {
        var members = new Dictionary<string, JsonMember>(StringComparer.Ordinal);
        if (json[0] == (byte)'{')
        {
            foreach (var member in JsonMember.AllOf(json))
            {
                members[member.Name] = member;
            }
        }

        return members;
    }

    /// <summary>Cut, and without unpaired surrogates, which no JSON text of ours may hold.</summary>
    private static string Short(string name)
    {
        var cut = name.Length > NameCharactersMax ? name[..NameCharactersMax] + "…" : name;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut));
    }
}
