namespace HybridOrleans.Storage.Json;

/// <summary>Where and how records are kept as JSON files.</summary>
/// <remarks>Read once when the store is made.</remarks>
public sealed class JsonStoreOptions
{
    /// <summary>The folder that holds everything: one file per record, journals, quarantine.</summary>
    /// <remarks>
    /// Made when it is missing. A folder that exists must hold a store already, see <see cref="AllowEmptyRoot"/>.
    /// A local file system with a journal of its own (ext4, xfs, btrfs) is needed; others get a warning.
    /// </remarks>
    /// <value>Required. No default, so that data never lands in a surprising place.</value>
    public string RootDirectory { get; set; } = "";

    /// <summary>Makes a new store in a root folder that exists and is empty.</summary>
    /// <remarks>
    /// An empty folder is also what a volume leaves behind that was not mounted. Set this for the first start on a
    /// fresh volume only, and take it back afterwards.
    /// </remarks>
    /// <value>False.</value>
    public bool AllowEmptyRoot { get; set; }

    /// <summary>The longest time one call may take before it fails.</summary>
    /// <value>2 seconds. From 10 milliseconds to 5 minutes, and longer than <see cref="LockTimeout"/>.</value>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time a write waits for another process that holds the lock of its component.</summary>
    /// <remarks>Opening a store waits for 30 seconds, or this if it is longer: another process may replay.</remarks>
    /// <value>1 second. From 5 milliseconds to 1 minute, and shorter than <see cref="OperationTimeout"/>.</value>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The time between two checkpoints. It bounds what is replayed after a crash of the machine.</summary>
    /// <value>5 seconds. From 50 milliseconds to 10 minutes.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The size of each of the two halves of a component's journal.</summary>
    /// <remarks>
    /// A full half is reused after a checkpoint, so a small one means many of them. Used when a component is first
    /// written; afterwards the files keep their size.
    /// </remarks>
    /// <value>16 MiB. From 2 MiB to 1 GiB.</value>
    public long JournalHalfBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The most writes that share one flush.</summary>
    /// <value>256. From 1 to 4,096.</value>
    public int BatchRecordsMax { get; set; } = 256;

    /// <summary>The most bytes that wait to be written, per component. More are refused as unavailable.</summary>
    /// <value>64 MiB. From 4 MiB to 4 GiB.</value>
    public long QueuedBytesMax { get; set; } = 64 * 1024 * 1024;
}
