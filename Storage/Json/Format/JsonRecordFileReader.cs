using System.Buffers;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>Tells a file that is what was written from a damaged one, and finds what can be saved of that.</summary>
internal static class JsonRecordFileReader
{
    /// <summary>A wrapped body lies one level deeper.</summary>
    private const int DepthMax = RecordBody.DepthMax + 1;

    public static JsonRecordFileReading Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > JsonRecordFile.BytesMax)
        {
            return JsonRecordFileReading.Damaged(TooLarge(file.Length), null, Revision.None);
        }

        return TryReadWritten(file) ?? ReadAny(file);
    }

    /// <summary>Reads a file that may look as somebody pleases.</summary>
    internal static JsonRecordFileReading ReadAny(ReadOnlySpan<byte> file)
    {
        // An editor's mark is a damage like any other edit, but what follows it can be adopted.
        var isMarked = file.StartsWith(CanonicalJson.ByteOrderMark);
        var text = isMarked ? file[CanonicalJson.ByteOrderMark.Length..] : file;
        if (CanonicalJson.FindFault(text, DepthMax, out _) is { } fault)
        {
            return JsonRecordFileReading.Damaged(fault, null, ClaimedByBroken(text));
        }

        if (!IsObject(text))
        {
            return JsonRecordFileReading.Damaged("it is no object", Adopt(text), Revision.None);
        }

        var members = JsonMember.ListOf(text, DepthMax);
        var damage = FindDamage(text, members, out var rev, out var body);
        damage = isMarked ? "it begins with a byte order mark" : damage;
        return damage is null
            ? JsonRecordFileReading.Good(rev.Revision, rev.WriteId, body)
            : JsonRecordFileReading.Damaged(damage, Adopt(WithoutRev(text, members)), Claimed(text, members));
    }

    public static JsonRecordFileReading ReadTombstone(ReadOnlySpan<byte> file)
    {
        if (file.Length > JsonRecordFile.BytesMax)
        {
            return JsonRecordFileReading.Damaged(TooLarge(file.Length), null, Revision.None);
        }

        if (CanonicalJson.FindFault(file, DepthMax, out _) is { } fault)
        {
            return JsonRecordFileReading.Damaged(fault, null, ClaimedByBroken(file));
        }

        var members = IsObject(file) ? JsonMember.ListOf(file, DepthMax) : [];
        return members.Count == 1 && IsRev(file, members[0]) && ParseRev(file, members[0]) is { Digest: null } rev
            ? JsonRecordFileReading.Good(rev.Revision, rev.WriteId, null)
            : JsonRecordFileReading.Damaged("it is no tombstone", null, Claimed(file, members));
    }

    /// <summary>A sound file in our own layout, read in one pass. Null says nothing: read it the long way.</summary>
    internal static JsonRecordFileReading? TryReadWritten(ReadOnlySpan<byte> file)
    {
        var output = ArrayPool<byte>.Shared.Rent(file.Length + 1);
        try
        {
            var length = WrittenLayout.TryTake(file, output, out var rev);
            if (length is 0 or > RecordBody.BytesMax)
            {
                return null;
            }

            var body = RecordBody.FromCanonical(output[..length]);
            return RevMember.DigestOf(body) == rev.Digest
                && CanonicalJson.FindFault(body.Utf8.Span, RecordBody.DepthMax, out _) is null
                ? JsonRecordFileReading.Good(rev.Revision, rev.WriteId, body)
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(output);
        }
    }

    private static string? FindDamage(
        ReadOnlySpan<byte> text, List<JsonMember> members, out RevMember rev, out RecordBody? body)
    {
        (rev, body) = (default, null);
        var count = CountRevs(text, members);
        if (count != 1)
        {
            return count == 0 ? "it has no member '_rev'" : "it has more than one member '_rev'";
        }

        if (!IsRev(text, members[^1]))
        {
            return "its member '_rev' is not the last one";
        }

        if (ParseRev(text, members[^1]) is not { } found)
        {
            return "its member '_rev' is not of the form revision.digest.write-id";
        }

        if (found.Digest is null)
        {
            return "its member '_rev' is that of a tombstone";
        }

        rev = found;
        body = TakeWritten(text, members[..^1], found);
        return body is null ? "its content does not fit the digest in its member '_rev'" : null;
    }

    /// <summary>The body, if it is one that we write and that the digest fits.</summary>
    private static RecordBody? TakeWritten(ReadOnlySpan<byte> text, List<JsonMember> members, RevMember rev)
    {
        var json = BodyOf(text, members);
        var body = RecordBody.FromCanonical(json);
        return json.Length <= RecordBody.BytesMax
            && RevMember.DigestOf(body) == rev.Digest
            && (IsWrapped(text, members) || CanonicalJson.FindFault(json, RecordBody.DepthMax, out _) is null)
            ? body
            : null;
    }

    /// <summary>The canonical body that these members make: the wrapped value, or the object of them.</summary>
    private static byte[] BodyOf(ReadOnlySpan<byte> text, List<JsonMember> members)
    {
        var output = new byte[text.Length + 2];
        if (IsWrapped(text, members))
        {
            return output[..CanonicalJson.RemoveSpace(members[0].Value(text), output)];
        }

        output[0] = (byte)'{';
        var length = 1;
        foreach (var member in members)
        {
            if (length > 1)
            {
                output[length++] = (byte)',';
            }

            length += CanonicalJson.RemoveSpace(text[member.Start..member.End], output.AsSpan(length));
        }

        output[length++] = (byte)'}';
        return output[..length];
    }

    /// <summary>
    /// What a person meant who edited the file: the members without ours, which is the last one if it bears the name,
    /// and any other that has the name and the form. A member <c>_rev</c> of the user's own stays.
    /// </summary>
    private static byte[] WithoutRev(ReadOnlySpan<byte> text, List<JsonMember> members)
    {
        var kept = new List<JsonMember>(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            var isOurs = IsRev(text, members[i]) && (i == members.Count - 1 || ParseRev(text, members[i]) is not null);
            if (!isOurs)
            {
                kept.Add(members[i]);
            }
        }

        return kept.Count < members.Count ? BodyOf(text, kept) : text.ToArray();
    }

    private static RecordBody? Adopt(ReadOnlySpan<byte> json)
    {
        try
        {
            return RecordBody.Parse(json);
        }
        catch (InvalidRecordException)
        {
            return null;
        }
    }

    private static Revision Claimed(ReadOnlySpan<byte> text, List<JsonMember> members)
    {
        var claimed = Revision.None;
        foreach (var member in members)
        {
            if (IsRev(text, member) && RevMember.ClaimedBy(member.Value(text).Trim((byte)'"')) is var revision
                && revision > claimed)
            {
                claimed = revision;
            }
        }

        return claimed;
    }

    /// <summary>The claim in a text that is no JSON: only our own layout puts the member on such a line.</summary>
    private static Revision ClaimedByBroken(ReadOnlySpan<byte> text)
    {
        var line = "\n  \"_rev\": \""u8;
        var start = text.LastIndexOf(line);
        return start < 0 ? Revision.None : RevMember.ClaimedBy(text[(start + line.Length)..]);
    }

    private static int CountRevs(ReadOnlySpan<byte> text, List<JsonMember> members)
    {
        var count = 0;
        foreach (var member in members)
        {
            count += IsRev(text, member) ? 1 : 0;
        }

        return count;
    }

    private static bool IsRev(ReadOnlySpan<byte> text, JsonMember member) => member.IsNamed(text, JsonRecordFile.Rev);

    private static bool IsWrapped(ReadOnlySpan<byte> text, List<JsonMember> members)
        => members.Count == 1 && members[0].IsNamed(text, JsonRecordFile.Value);

    private static RevMember? ParseRev(ReadOnlySpan<byte> text, JsonMember member)
        => member.Value(text) is [(byte)'"', .. var inner, (byte)'"'] ? RevMember.TryParse(inner) : null;

    private static bool IsObject(ReadOnlySpan<byte> text) => text[text.IndexOfAnyExcept(" \t\r\n"u8)] == (byte)'{';

    private static string TooLarge(int length)
        => $"it has {length:N0} bytes, and a record's file has at most {JsonRecordFile.BytesMax:N0}";
}
