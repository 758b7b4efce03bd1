using System.Security.Cryptography;
using System.Text;

namespace HybridOrleans.Storage.Records;

/// <summary>Names one record: a component and the encoded key inside it.</summary>
/// <remarks>
/// Immutable. The text is made of ASCII only (<see cref="KeyEncoding"/>) and is the same in every store: it is the path
/// in the JSON store and the primary key in PostgreSQL. The first segment is the bot id, or the Orleans service id for
/// grains that are not ours.
/// </remarks>
public readonly record struct RecordKey
{
    private RecordKey(Component component, string text)
    {
        if (component == default)
        {
            throw InvalidRecordException.Key("it has no component");
        }

        Component = component;
        Text = text;
    }

    /// <summary>The component that the record belongs to.</summary>
    public Component Component { get; }

    /// <summary>The encoded key, at most <see cref="KeyEncoding.KeyBytesMax"/> ASCII characters.</summary>
    public string Text { get; }

    /// <summary>The raw segments that the key was made from; the first one is the bot.</summary>
    public IReadOnlyList<string> Segments => KeyEncoding.Decode(Text);

    /// <summary>A stable hash of <see cref="Text"/>, 0 to 255: the first byte of its SHA-256.</summary>
    public int Bucket
    {
        get
        {
            Span<byte> text = stackalloc byte[KeyEncoding.KeyBytesMax];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(text[..Encoding.ASCII.GetBytes(Text, text)], hash);
            return hash[0];
        }
    }

    /// <summary>Makes a key from raw segments, which may hold any text.</summary>
    /// <exception cref="InvalidRecordException">
    /// No segment, an empty one, a NUL, an unpaired surrogate, or more than <see cref="KeyEncoding.KeyBytesMax"/>
    /// bytes.
    /// </exception>
    public static RecordKey Create(Component component, params ReadOnlySpan<string> segments)
        => new(component, KeyEncoding.Encode(segments));

    /// <summary>Takes a text that <see cref="Text"/> gave before, such as one read from a store.</summary>
    /// <exception cref="InvalidRecordException">The text is no encoded key.</exception>
    public static RecordKey FromText(Component component, string text)
    {
        KeyEncoding.Validate(text);
        return new RecordKey(component, text);
    }

    /// <summary>Component and key, for messages to operators. It may hold a user's id: keep it out of logs.</summary>
    public override string ToString() => $"{Component}/{Text}";
}
