using System.Collections.Frozen;
using HybridOrleans.Storage.Json.Changes;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Json;

/// <summary>The parts of a store that is open.</summary>
internal sealed class OpenJsonStore : IAsyncDisposable
{
    private readonly FrozenDictionary<Component, JsonComponent> _components;
    private readonly FileSystemFlush _fileSystem;
    private readonly Checkpointer _checkpointer;
    private readonly JsonStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    private OpenJsonStore(
        Guid id,
        Dictionary<Component, JsonComponent> components,
        FileSystemFlush fileSystem,
        JsonStoreOptions options,
        TimeProvider time,
        ILogger log,
        IProbe? probe)
    {
        Id = id;
        _components = components.ToFrozenDictionary();
        _fileSystem = fileSystem;
        (_options, _time, _log) = (options, time, log);
        _checkpointer = new Checkpointer(_components.Values, fileSystem, options.CheckpointInterval, time, probe);
    }

    /// <summary>The store's id.</summary>
    public Guid Id { get; }

    /// <exception cref="StoreUnavailableException">The store cannot be opened.</exception>
    public static async Task<OpenJsonStore> OpenAsync(
        string root,
        JsonStoreOptions options,
        TimeProvider time,
        ILogger log,
        TestHooks hooks,
        CancellationToken cancellation)
    {
        var components = new Dictionary<Component, JsonComponent>();
        var reads = new ReadThreads();
        FileSystemFlush? fileSystem = null;
        try
        {
            var boot = hooks.Boot ?? BootId.OfThisMachine();
            var id = StoreIdentity.OpenOrCreate(root, options.AllowEmptyRoot, boot);
            fileSystem = new FileSystemFlush(root, hooks.Probe);
            if (!FileSystemKind.IsFit(fileSystem.Magic))
            {
                log.FileSystemIsUnfit(FileSystemKind.NameOf(fileSystem.Magic));
            }

            var files = new PlainFiles(PlainFiles.CanExchange($"{root}/{JsonPaths.JournalFolder}"));
            foreach (var component in Component.All)
            {
                components[component] = new JsonComponent(new ComponentContext
                {
                    Component = component,
                    Root = root,
                    Lock = ComponentLock.Open(root, ComponentFiles.LockOf(component)),
                    Fence = Fence.Open(root, ComponentFiles.FenceOf(component)),
                    Journal = new Journal(root, component, id, options.JournalHalfBytes, hooks.Probe),
                    Changes = new ChangeList(root, component, boot, hooks.Probe),
                    Files = files,
                    Quarantine = new JsonQuarantine(root),
                    FileSystem = fileSystem,
                    Reads = reads,
                    Boot = boot,
                    Options = options,
                    Time = time,
                    Log = log,
                    Probe = hooks.Probe,
                    Bug = hooks.Bug,
                });
            }

            await Task.WhenAll(components.Values.Select(c => c.OpenAsync(cancellation)));
            return new OpenJsonStore(id, components, fileSystem, options, time, log, hooks.Probe);
        }
        catch (Exception e)
        {
            await WithinLimitAsync(StopAndDisposeAsync(components.Values, fileSystem), options, time, log);
            if (e is IOException or UnauthorizedAccessException or OutcomeUnknownException)
            {
                throw JsonErrors.CannotOpen(root, e);
            }

            throw;
        }
    }

    /// <exception cref="InvalidRecordException">There is no such component.</exception>
    public JsonComponent Of(Component component)
        => _components.TryGetValue(component, out var found)
            ? found
            : throw InvalidRecordException.Key("its component is unknown");

    /// <summary>The processes that hold a lock of any component now.</summary>
    public IEnumerable<int> FindLockHolders() => _components.Values.Select(c => c.FindLockHolder()).OfType<int>();

    /// <summary>Finishes what waits, flushes everything and closes the files.</summary>
    /// <remarks>
    /// When the disk hangs this ends all the same, in the time that a write and its lock may take. The files then stay
    /// open for the threads that hang in them, and whoever opens the store next replays what they left.
    /// </remarks>
    public async ValueTask DisposeAsync()
    {
        if (!await WithinLimitAsync(CloseAsync(), _options, _time, _log))
        {
            // The checkpointer was waited for first, so nobody may have told the writers yet.
            foreach (var component in _components.Values)
            {
                _ = component.StopAsync();
            }
        }
    }

    private async Task CloseAsync()
    {
        await _checkpointer.StopAsync();
        await Task.WhenAll(_components.Values.Select(c => c.StopAsync()));
        await _checkpointer.FinishAsync();
        await StopAndDisposeAsync(_components.Values, _fileSystem);
        _checkpointer.Dispose();
    }

    private static async Task StopAndDisposeAsync(
        IReadOnlyCollection<JsonComponent> components, FileSystemFlush? fileSystem)
    {
        await Task.WhenAll(components.Select(c => c.StopAsync()));
        foreach (var component in components)
        {
            component.Dispose();
        }

        fileSystem?.Dispose();
    }

    /// <returns>False when the limit was reached; the closing goes on.</returns>
    private static async Task<bool> WithinLimitAsync(
        Task closing, JsonStoreOptions options, TimeProvider time, ILogger log)
    {
        var limit = options.OperationTimeout + options.LockTimeout;
        try
        {
            await closing.WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException e)
        {
            log.ClosingLeftUndone(e, limit.TotalSeconds);
            return false;
        }
    }
}
