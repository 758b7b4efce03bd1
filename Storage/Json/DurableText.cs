namespace HybridOrleans.Storage.Json;

/// <summary>A small file, read without the lock and replaced under it; nobody reads it before it is durable.</summary>
/// <remarks>
/// Safe for many readers at once. A reader may come between the rename of a new file and the flush of its folder. What
/// it reads then could be gone after a power cut, so the first reader of each new content flushes the folder itself.
/// </remarks>
internal sealed class DurableText(string path, string what, IProbe? probe)
{
    private volatile byte[]? _durable;

    /// <returns>Null when there is no file.</returns>
    /// <exception cref="LibcException">Nothing is known.</exception>
    public byte[]? Read()
    {
        var bytes = PlainFiles.TryReadBytes(path);
        if (bytes is not null && (_durable is not { } known || !bytes.AsSpan().SequenceEqual(known)))
        {
            Libc.FlushFolder(Path.GetDirectoryName(path)!, $"the folder of {what}");
            _durable = bytes;
        }

        return bytes;
    }

    /// <summary>Puts another content in the place of what stands. The caller holds the component's lock.</summary>
    /// <exception cref="LibcException">The old content stands, or the new one does and may not be durable.</exception>
    public void Replace(byte[] content)
    {
        DurableFiles.Replace(path, content, what, probe);
        _durable = content;
    }
}
