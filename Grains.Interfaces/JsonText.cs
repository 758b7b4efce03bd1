using System.Text;

namespace HybridOrleans.Grains.Interfaces;

/// <summary>
/// JSON as UTF-8 bytes. What is read is byte for byte what was saved, less insignificant white space.
/// </summary>
/// <remarks>Immutable: whoever makes one hands its array over and does not change it afterwards.</remarks>
[GenerateSerializer, Immutable]
[Alias("hybrid.json-text")]
public readonly struct JsonText
{
    /// <summary>The largest text that a store keeps, in bytes without white space: 1 MiB.</summary>
    public const int BytesMax = 1024 * 1024;

    [Id(0)]
    private readonly byte[]? _utf8;

    /// <summary>Takes an array over, without a copy and without a check.</summary>
    public JsonText(byte[] utf8) => _utf8 = utf8;

    /// <summary>Encodes a text.</summary>
    public JsonText(string json) => _utf8 = Encoding.UTF8.GetBytes(json);

    /// <summary>The bytes. Empty for <c>default</c>, which is no JSON.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>The size only: bodies are personal data and must not reach a log.</summary>
    public override string ToString() => $"{_utf8?.Length ?? 0} bytes";
}
