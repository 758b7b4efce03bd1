using System.Buffers;
using System.Text;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>The text of a record's file, version 1. What it writes once must stay readable for ever.</summary>
/// <remarks>
/// The body's own members, laid out for people, and one member of ours at the end: <c>_rev</c>. A body that is no
/// object, or has a top-level <c>_rev</c> or <c>_value</c> itself, is wrapped as <c>{"_value": …, "_rev": …}</c>.
/// White space does not count; every other byte of the body is covered by the digest in <c>_rev</c>.
/// </remarks>
internal static class JsonRecordFile
{
    /// <summary>The largest file that is read. Layout makes a body at most 18 times as long.</summary>
    public const int BytesMax = 20 * RecordBody.BytesMax;

    /// <summary>The name of our own member.</summary>
    public static ReadOnlySpan<byte> Rev => "_rev"u8;

    /// <summary>The name under which a wrapped body lies.</summary>
    public static ReadOnlySpan<byte> Value => "_value"u8;

    /// <summary>The whole file of a record.</summary>
    public static byte[] Write(RecordBody body, Revision revision, WriteId writeId)
    {
        var json = body.Utf8.Span;
        var output = new ArrayBufferWriter<byte>(json.Length + (json.Length / 2) + 128);
        output.Write("{"u8);
        if (MustBeWrapped(body))
        {
            JsonLayout.NewLine(output, 1);
            output.Write("\"_value\": "u8);
            JsonLayout.Append(output, json, 1);
            output.Write(","u8);
        }
        else if (json.Length > 2)
        {
            JsonLayout.NewLine(output, 1);
            JsonLayout.Append(output, json[1..^1], 1);
            output.Write(","u8);
        }

        return End(output, new RevMember(revision, RevMember.DigestOf(body), writeId));
    }

    /// <summary>The whole file of a tombstone.</summary>
    public static byte[] WriteTombstone(Revision revision, WriteId writeId)
    {
        var output = new ArrayBufferWriter<byte>(128);
        output.Write("{"u8);
        return End(output, new RevMember(revision, null, writeId));
    }

    /// <summary>Reads the file of a record. Never throws for any content: what does not fit is a damage.</summary>
    public static JsonRecordFileReading Read(ReadOnlySpan<byte> file) => JsonRecordFileReader.Read(file);

    /// <summary>Reads the file of a tombstone. Never throws for any content.</summary>
    public static JsonRecordFileReading ReadTombstone(ReadOnlySpan<byte> file)
        => JsonRecordFileReader.ReadTombstone(file);

    private static bool MustBeWrapped(RecordBody body)
    {
        if (!body.IsObject)
        {
            return true;
        }

        var json = body.Utf8.Span;
        foreach (var member in JsonMember.ListOf(json, RecordBody.DepthMax))
        {
            if (member.IsNamed(json, Rev) || member.IsNamed(json, Value))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] End(ArrayBufferWriter<byte> output, RevMember rev)
    {
        output.Write("\n  \"_rev\": \""u8);
        output.Write(Encoding.ASCII.GetBytes(rev.ToString()));
        output.Write("\"\n}\n"u8);
        return output.WrittenSpan.ToArray();
    }
}
