using System.Security.Cryptography;

namespace HybridOrleans.Storage.Records;

/// <summary>
/// A JSON value as it is kept: insignificant white space removed, every token byte for byte as written.
/// </summary>
/// <remarks>
/// Immutable and safe to share. Key order, duplicate keys, number literals and escapes are untouched, so that one
/// SHA-256 means the same record in every store. Two bodies are equal when their bytes are.
/// </remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.storage.record-body")]
public sealed class RecordBody : IEquatable<RecordBody>
{
    /// <summary>The largest body, in bytes without white space: 1 MiB.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>The deepest nesting of objects and arrays.</summary>
    public const int DepthMax = 64;

    [Id(0)]
    private readonly byte[] _utf8;

    [NonSerialized]
    private byte[]? _hash;

    private RecordBody(byte[] utf8) => _utf8 = utf8;

    /// <summary>The canonical UTF-8 text.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>True when the value is an object.</summary>
    public bool IsObject => _utf8[0] == (byte)'{';

    /// <summary>The SHA-256 of <see cref="Utf8"/>, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Hash => HashBytes;

    /// <summary>As <see cref="Utf8"/>, and exactly as long; not to be changed.</summary>
    internal byte[] Utf8Bytes => _utf8;

    /// <summary>As <see cref="Hash"/>; not to be changed.</summary>
    internal byte[] HashBytes => _hash ??= SHA256.HashData(_utf8);

    /// <summary>Checks a JSON text and brings it to the canonical form.</summary>
    /// <param name="json">UTF-8 JSON, RFC 8259, without a byte order mark. Copied.</param>
    /// <exception cref="InvalidRecordException">
    /// No JSON, not UTF-8, deeper than <see cref="DepthMax"/> or larger than <see cref="BytesMax"/>.
    /// </exception>
    public static RecordBody Parse(ReadOnlySpan<byte> json) => new(CanonicalJson.From(json));

    /// <summary>Takes bytes that <see cref="Utf8"/> gave before, without a copy and without a check.</summary>
    internal static RecordBody FromCanonical(byte[] utf8) => new(utf8);

    /// <inheritdoc/>
    public bool Equals(RecordBody? other) => other is not null && Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RecordBody);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Hash.Span);

    /// <summary>The size only: bodies are personal data and must not reach a log.</summary>
    public override string ToString() => $"{_utf8.Length} bytes";
}
