using System.Buffers;
using System.Text.Json;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>Finds the records of a <c>girls_data.json</c>, in either shape, without reading it into memory.</summary>
/// <remarks>
/// It follows brackets and strings only. So a record that is no JSON inside spoils itself and not its neighbours, and a
/// file that was cut off still gives everything before the cut. What a record holds is checked when it is imported.
/// An array is gone through in the same way.
/// A member "girls" that is an object is gone into; any other member is a record, or a member whose name is no id.
/// </remarks>
internal sealed class MapScanner(Stream stream)
{
    private const int NameBytesMax = 256;
    private const string Wrapper = "girls";
    private const string CutOff = "the file ends in the middle of it";

    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ByteCursor _cursor = new(stream);
    private bool _broken;

    /// <summary>Goes through the file once.</summary>
    /// <returns>All members in the order of the file. The last one may stand for an unreadable rest.</returns>
    public IEnumerable<MapEntry> Scan()
    {
        PassByteOrderMark();
        if (_cursor.PeekBehindSpace() != '{')
        {
            yield return Rest(0, _cursor.Peek() < 0 ? "it is blank" : "it is no JSON object");
            yield break;
        }

        foreach (var entry in Members(isTop: true))
        {
            yield return entry;
        }

        if (!_broken && _cursor.PeekBehindSpace() >= 0)
        {
            yield return Rest(_cursor.Position, "it stands behind the end of the map");
        }
    }

    /// <summary>Goes once through a file that is an array.</summary>
    /// <returns>All elements in the order of the file. The last one may stand for an unreadable rest.</returns>
    public IEnumerable<MapEntry> ScanArray()
    {
        PassByteOrderMark();
        if (_cursor.PeekBehindSpace() != '[')
        {
            yield return Rest(0, _cursor.Peek() < 0 ? "it is blank" : "it is no JSON array");
            yield break;
        }

        _cursor.Take();
        for (var next = _cursor.PeekBehindSpace(); next != ']'; next = _cursor.PeekBehindSpace())
        {
            if (next is < 0 or '}' or ':')
            {
                yield return Rest(_cursor.Position, next < 0 ? CutOff : "no element begins here");
                yield break;
            }

            if (next == ',')
            {
                _cursor.Take();
                continue;
            }

            yield return Value(null, _cursor.Position);
            if (_broken)
            {
                yield break;
            }
        }

        _cursor.Take();
        if (_cursor.PeekBehindSpace() >= 0)
        {
            yield return Rest(_cursor.Position, "it stands behind the end of the array");
        }
    }

    private IEnumerable<MapEntry> Members(bool isTop)
    {
        _cursor.Take();
        while (!_broken)
        {
            var next = _cursor.PeekBehindSpace();
            if (next is '}' or ',')
            {
                _cursor.Take();
                if (next == '}')
                {
                    yield break;
                }

                continue;
            }

            var start = _cursor.Position;
            var name = next == '"' ? Name() : null;
            if (next != '"' || _cursor.PeekBehindSpace() != ':')
            {
                yield return Rest(start, next < 0 || _cursor.Peek() < 0 ? CutOff : "no member begins here");
                yield break;
            }

            _cursor.Take();
            if (isTop && _cursor.PeekBehindSpace() == '{' && name == Wrapper)
            {
                foreach (var record in Members(isTop: false))
                {
                    yield return record;
                }

                continue;
            }

            yield return Value(name, start);
        }
    }

    private MapEntry Value(string? name, long start)
    {
        _cursor.PeekBehindSpace();
        var valueStart = _cursor.Position;
        _broken = !PassValue();
        return new MapEntry(name, start, valueStart, _cursor.Position, _broken ? CutOff : null);
    }

    /// <returns>False when the file ended inside the value.</returns>
    private bool PassValue()
    {
        switch (_cursor.Peek())
        {
            case '"':
                return PassString(null);
            case '{' or '[':
                return PassNested();
            default:
                return _cursor.PassTo(ScalarEnd);
        }
    }

    private bool PassNested()
    {
        var depth = 0;
        while (_cursor.PassTo(Brackets))
        {
            if (_cursor.Peek() == '"')
            {
                if (!PassString(null))
                {
                    return false;
                }

                continue;
            }

            depth += _cursor.Take() is '{' or '[' ? 1 : -1;
            if (depth == 0)
            {
                return true;
            }
        }

        return false;
    }

    private string? Name()
    {
        var raw = new ArrayBufferWriter<byte>();
        return PassString(raw) && raw.WrittenCount <= NameBytesMax ? Decode(raw.WrittenSpan) : null;
    }

    internal static string? Decode(ReadOnlySpan<byte> quoted)
    {
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name with a lone surrogate, or a raw control character, is no id, whatever else it is.
            return null;
        }
    }

    private bool PassString(ArrayBufferWriter<byte>? copy)
    {
        Copy(_cursor.Take());
        while (copy is null ? _cursor.PassTo(StringEnd) : _cursor.Peek() >= 0)
        {
            var value = _cursor.Take();
            Copy(value);
            if (value == '"')
            {
                return true;
            }

            if (value == '\\')
            {
                Copy(_cursor.Take());
            }
        }

        return false;

        void Copy(int value)
        {
            if (copy is not null && value >= 0 && copy.WrittenCount <= NameBytesMax)
            {
                copy.GetSpan(1)[0] = (byte)value;
                copy.Advance(1);
            }
        }
    }

    private void PassByteOrderMark()
    {
        if (_cursor.Peek() == 0xEF)
        {
            _cursor.Take();
            _cursor.Take();
            _cursor.Take();
        }
    }

    private MapEntry Rest(long start, string fault)
    {
        _broken = true;
        return new MapEntry(null, start, start, stream.Length, fault);
    }
}
