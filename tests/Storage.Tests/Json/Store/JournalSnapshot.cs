using HybridOrleans.Storage.Json;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>
/// Keeps the files of a journal as a process leaves them that is killed while it begins the other half: its head is
/// written, and a part of the first entry.
/// </summary>
internal sealed class JournalSnapshot(string folder) : IProbe
{
    private readonly Dictionary<string, byte[]> _files = [];
    private bool _isSwitched;

    public void Reached(ProbePoint reached)
    {
        _isSwitched |= reached == ProbePoint.HalfSwitched;
        if (_isSwitched && _files.Count == 0 && reached == ProbePoint.HalfAppended)
        {
            foreach (var file in Directory.GetFiles(folder))
            {
                // .NET's own way to read a file waits for the lock of its writer.
                _files[file] = PlainFiles.TryReadBytes(file)!;
            }
        }
    }

    /// <summary>Puts the files back.</summary>
    public void Restore()
    {
        foreach (var (file, bytes) in _files)
        {
            File.WriteAllBytes(file, bytes);
        }
    }
}
