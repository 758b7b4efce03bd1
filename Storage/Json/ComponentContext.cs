using HybridOrleans.Storage.Json.Changes;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Json;

/// <summary>What the parts of one component share.</summary>
internal sealed class ComponentContext : IDisposable
{
    private volatile string? _stoppedBecause;

    /// <summary>The component.</summary>
    public required Component Component { get; init; }

    /// <summary>The root of the store, an absolute path.</summary>
    public required string Root { get; init; }

    /// <summary>The lock across processes.</summary>
    public required ComponentLock Lock { get; init; }

    /// <summary>The lowest epoch.</summary>
    public required Fence Fence { get; init; }

    /// <summary>The journal.</summary>
    public required Journal Journal { get; init; }

    /// <summary>The list of changed keys.</summary>
    public required ChangeList Changes { get; init; }

    /// <summary>The files of records.</summary>
    public required PlainFiles Files { get; init; }

    /// <summary>Where edits go before they are overwritten.</summary>
    public required JsonQuarantine Quarantine { get; init; }

    /// <summary>Read what is not in memory; shared by all components.</summary>
    public required ReadThreads Reads { get; init; }

    /// <summary>Flushes the whole file system.</summary>
    public required FileSystemFlush FileSystem { get; init; }

    /// <summary>The present run of the machine.</summary>
    public required Guid Boot { get; init; }

    /// <summary>The options of the store.</summary>
    public required JsonStoreOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where to write messages.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Stops at known moments, in tests.</summary>
    public required IProbe? Probe { get; init; }

    /// <summary>A mistake put in on purpose, in tests.</summary>
    public required SeededBug Bug { get; init; }

    /// <summary>Why this process writes the component no more; null while it does.</summary>
    public string? StoppedBecause => _stoppedBecause;

    /// <summary>Ends writing in this process, and in all others as soon as they take the lock.</summary>
    /// <remarks>
    /// After a failed flush the kernel may call unwritten bytes clean. Only a process that opens the store anew, and
    /// writes what the journal holds once more, may go on.
    /// </remarks>
    public void Stop(string why, Exception cause)
    {
        _stoppedBecause = why;
        Log.WritingStopped(cause, Component.Name, why);
        try
        {
            Lock.WriteFailed(Boot);
        }
        catch (LibcException e)
        {
            Log.StopNotShared(e, Component.Name);
        }
    }

    public void Dispose()
    {
        Reads.Dispose();
        Lock.Dispose();
        Fence.Dispose();
        Journal.Dispose();
        Changes.Dispose();
    }
}
