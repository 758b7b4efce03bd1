using HybridOrleans.Silo.Configuration;
using HybridOrleans.Storage.Hosting;

namespace HybridOrleans.Silo.Hosting;

/// <summary>Refuses a silo on data that a silo of another cluster works on.</summary>
/// <remarks>
/// Two clusters on one folder lose no write, since every write is a compare-and-set, but each answers from its own
/// memory. A silo that is alone locks the folder for itself, one of a cluster shares the lock with its peers. The
/// lock is taken once the store is open, since the folder is the store's to make, and before any call is served.
/// The kernel frees it when the process ends, however it ends.
/// </remarks>
internal sealed class DataLock(RecordStores stores, SiloSettings settings, DataFolder folder)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const string FileName = ".silo.lock";

    private FileStream? _held;

    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            nameof(DataLock),
            ServiceLifecycleStage.RuntimeStorageServices + 1,
            _ => Take(),
            _ =>
            {
                Dispose();
                return Task.CompletedTask;
            });

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }

    private Task Take()
    {
        if (stores.IsJsonOpen)
        {
            var path = Path.Combine(folder.Path, FileName);
            try
            {
                File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
                _held = settings.IsClustered
                    ? File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read)
                    : File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
            {
                throw DataInUseException.Folder(folder.Path, e);
            }
        }

        return Task.CompletedTask;
    }
}
