using System.Globalization;
using Orleans.Storage;

namespace HybridOrleans.Bench.Baselines;

/// <summary>
/// Orleans has no file provider in a package; its documentation teaches one in the tutorial on custom storage. This is
/// that approach: one file per state, overwritten in place, with the time of the last write as the ETag.
/// </summary>
/// <remarks>
/// Neither safe (a crash leaves half a file, two writes in one second share an ETag) nor durable, unless
/// <paramref name="writeThrough"/> asks the system to write each file to the disk before the write returns.
/// </remarks>
internal sealed class TutorialFileStorage(string folder, IGrainStorageSerializer serializer, bool writeThrough)
    : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var file = new FileInfo(PathOf(stateName, grainId));
        grainState.RecordExists = file.Exists;
        grainState.ETag = file.Exists ? Stamp(file) : null;
        grainState.State = file.Exists
            ? serializer.Deserialize<T>(new BinaryData(await File.ReadAllBytesAsync(file.FullName)))
            : Activator.CreateInstance<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var file = new FileInfo(PathOf(stateName, grainId));
        if (file.Exists && Stamp(file) != grainState.ETag)
        {
            throw new InconsistentStateException($"{stateName} was changed elsewhere.", Stamp(file), grainState.ETag);
        }

        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Options = writeThrough ? FileOptions.WriteThrough : FileOptions.Asynchronous,
            BufferSize = 0,
        };
        await using (var stream = new FileStream(file.FullName, options))
        {
            await stream.WriteAsync(serializer.Serialize(grainState.State).ToMemory());
        }

        file.Refresh();
        grainState.RecordExists = true;
        grainState.ETag = Stamp(file);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        File.Delete(PathOf(stateName, grainId));
        grainState.RecordExists = false;
        grainState.ETag = null;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    private static string Stamp(FileInfo file) => file.LastWriteTimeUtc.ToString(CultureInfo.InvariantCulture);

    private string PathOf(string stateName, GrainId grainId)
        => Path.Combine(folder, $"{grainId.Type}.{grainId.Key}.{stateName}");
}
