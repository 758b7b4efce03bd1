using System.Buffers;

namespace HybridOrleans.Grains.Records;

/// <summary>RFC 7396 on text: what a patch does not name keeps its exact bytes, its place and its duplicates.</summary>
/// <remarks>
/// A document model would write every number and every escape anew, and refuse duplicate members. Both texts must be
/// free of white space and valid, as bodies are. Where the target holds a named member several times the last one
/// counts, as for every reader of it: it is changed in its place and the others go. Members that the patch adds follow
/// at the end, in the order of the patch.
/// </remarks>
internal static class JsonMergePatch
{
    private static ReadOnlySpan<byte> Null => "null"u8;

    /// <summary>The text that the patch makes of the target.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> target, ReadOnlySpan<byte> patch)
    {
        var output = new ArrayBufferWriter<byte>(target.Length + patch.Length);
        Merge(target, patch, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Merge(ReadOnlySpan<byte> target, ReadOnlySpan<byte> patch, ArrayBufferWriter<byte> output)
    {
        if (patch[0] != (byte)'{')
        {
            output.Write(patch);
            return;
        }

        var changes = new Dictionary<string, JsonMember>(StringComparer.Ordinal);
        foreach (var change in JsonMember.AllOf(patch))
        {
            changes[change.Name] = change;
        }

        output.Write("{"u8);
        var isFirst = true;
        var members = target[0] == (byte)'{' ? JsonMember.AllOf(target) : [];
        var changed = LastOfEach(members, changes);
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            if (!changes.TryGetValue(member.Name, out var change))
            {
                Separate(output, ref isFirst);
                output.Write(target[member.Whole]);
            }
            else if (changed[member.Name] == i && !patch[change.Value].SequenceEqual(Null))
            {
                Separate(output, ref isFirst);
                output.Write(target[member.Token]);
                output.Write(":"u8);
                Merge(target[member.Value], patch[change.Value], output);
            }
        }

        foreach (var change in changes.Values)
        {
            if (!changed.ContainsKey(change.Name) && !patch[change.Value].SequenceEqual(Null))
            {
                Separate(output, ref isFirst);
                output.Write(patch[change.Token]);
                output.Write(":"u8);
                // Nulls inside an added object name nothing either, and must not be stored.
                Merge(Null, patch[change.Value], output);
            }
        }

        output.Write("}"u8);
    }

    private static Dictionary<string, int> LastOfEach(List<JsonMember> members, Dictionary<string, JsonMember> named)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < members.Count; i++)
        {
            if (named.ContainsKey(members[i].Name))
            {
                last[members[i].Name] = i;
            }
        }

        return last;
    }

    private static void Separate(ArrayBufferWriter<byte> output, ref bool isFirst)
    {
        if (!isFirst)
        {
            output.Write(","u8);
        }

        isFirst = false;
    }
}
