using System.Buffers;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Client.Json;

/// <summary>Puts members together to an object, without white space.</summary>
internal sealed class JsonObjectText
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private bool _hasMembers;

    /// <summary>Adds a member.</summary>
    public JsonObjectText Add(string name, JsonText value) => Add(JsonString.Of(name), value);

    /// <summary>Adds a member whose name is written already.</summary>
    public JsonObjectText Add(JsonText token, JsonText value)
    {
        _text.Write(_hasMembers ? ","u8 : "{"u8);
        _text.Write(token.Utf8.Span);
        _text.Write(":"u8);
        _text.Write(value.Utf8.Span);
        _hasMembers = true;
        return this;
    }

    /// <summary>The object so far.</summary>
    public JsonText ToJson() => new(_hasMembers ? [.. _text.WrittenSpan, (byte)'}'] : "{}"u8.ToArray());
}
