using System.Buffers;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>Goes through a stream byte by byte or in strides, with a buffer of fixed size.</summary>
internal sealed class ByteCursor(Stream stream)
{
    private static readonly SearchValues<byte> NotSpace = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(b => b is not (0x20 or 0x09 or 0x0A or 0x0D))]);

    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _next;
    private int _filled;

    /// <summary>The offset of the byte that <see cref="Peek"/> shows.</summary>
    public long Position { get; private set; }

    /// <summary>The next byte, or -1 at the end.</summary>
    public int Peek() => _next < _filled || Fill() ? _buffer[_next] : -1;

    /// <summary>Takes the next byte, or gives -1 at the end.</summary>
    public int Take()
    {
        var value = Peek();
        if (value >= 0)
        {
            _next++;
            Position++;
        }

        return value;
    }

    /// <summary>Passes over everything that is none of these bytes.</summary>
    /// <returns>False when the stream ended first.</returns>
    public bool PassTo(SearchValues<byte> bytes)
    {
        while (_next < _filled || Fill())
        {
            var found = _buffer.AsSpan(_next, _filled - _next).IndexOfAny(bytes);
            var passed = found < 0 ? _filled - _next : found;
            _next += passed;
            Position += passed;
            if (found >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Passes over white space and shows what follows, or -1 at the end.</summary>
    public int PeekBehindSpace() => PassTo(NotSpace) ? Peek() : -1;

    private bool Fill()
    {
        _next = 0;
        _filled = stream.Read(_buffer);
        return _filled > 0;
    }
}
