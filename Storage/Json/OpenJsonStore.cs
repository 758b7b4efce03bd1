using System.Collections.Frozen;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;

namespace HybridOrleans.Storage.Json;

/// <summary>The parts of a store that is open.</summary>
internal sealed class OpenJsonStore : IAsyncDisposable
{
    private readonly FrozenDictionary<Component, JsonComponent> _components;
    private readonly FileSystemFlush _fileSystem;
    private readonly Checkpointer _checkpointer;
    private readonly TimeProvider _time;
    private readonly TimeSpan _closingLimit;

    private OpenJsonStore(
        Guid id,
        Dictionary<Component, JsonComponent> components,
        FileSystemFlush fileSystem,
        JsonStoreOptions options,
        TimeProvider time,
        IProbe? probe)
    {
        Id = id;
        _components = components.ToFrozenDictionary();
        _fileSystem = fileSystem;
        _time = time;
        _closingLimit = options.OperationTimeout + options.LockTimeout;
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
                    Files = files,
                    Quarantine = new JsonQuarantine(root),
                    FileSystem = fileSystem,
                    Boot = boot,
                    Options = options,
                    Time = time,
                    Log = log,
                    Probe = hooks.Probe,
                    Bug = hooks.Bug,
                });
            }

            await Task.WhenAll(components.Values.Select(c => c.OpenAsync(cancellation)));
            return new OpenJsonStore(id, components, fileSystem, options, time, hooks.Probe);
        }
        catch (Exception e)
        {
            await Task.WhenAll(components.Values.Select(c => c.StopAsync()));
            foreach (var component in components.Values)
            {
                component.Dispose();
            }

            fileSystem?.Dispose();
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

    public async ValueTask DisposeAsync()
    {
        await _checkpointer.StopAsync();
        try
        {
            await Task.WhenAll(_components.Values.Select(c => c.StopAsync())).WaitAsync(_closingLimit, _time);
            await _checkpointer.FinishAsync();
        }
        catch (TimeoutException)
        {
            // A writer hangs in the disk. Its files stay open, and whoever opens the store next replays its batch.
            return;
        }

        foreach (var component in _components.Values)
        {
            component.Dispose();
        }

        _checkpointer.Dispose();
        _fileSystem.Dispose();
    }
}
