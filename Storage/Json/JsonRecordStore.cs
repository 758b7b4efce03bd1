using System.Runtime.CompilerServices;
using HybridOrleans.Storage.Json.Assessing;
using HybridOrleans.Storage.Json.Changes;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Assessing;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Repair;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HybridOrleans.Storage.Json;

/// <summary>Keeps each record as a JSON file that people can read, durably and for several processes at once.</summary>
/// <remarks>
/// <para>
/// Open it once with <see cref="OpenAsync"/> before the first call; calls before that, and after it was disposed of,
/// fail as unavailable. Opening replays what a crash left. Several stores, in one process or in many on one machine,
/// may be open on the same folder.
/// </para>
/// <para>
/// Reads take no lock. What is in memory is read on the calling thread, and everything else on a few threads of the
/// store's own, so that a disk that hangs costs no caller more than its time. Writes of a component share a lock, a
/// flush and a thread of their own. See docs/json-store.md for the files and for what happens after a crash.
/// </para>
/// </remarks>
public sealed class JsonRecordStore : IMigratableStore, IRecordRepair, IAsyncDisposable
{
    /// <summary>The name of every JSON store in messages and metrics.</summary>
    internal const string StoreName = "json";

    /// <summary>A purge flushes the file system and writes the journal over, which takes longer than a call.</summary>
    private static readonly TimeSpan PurgeLimit = TimeSpan.FromSeconds(30);

    private readonly JsonStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TestHooks _hooks;
    private readonly string _root;
    private readonly JsonWalks _walks;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile OpenJsonStore? _open;
    private bool _isDisposed;

    /// <summary>Makes a store that is not open yet.</summary>
    /// <exception cref="OptionsValidationException">The options are wrong; the message names all mistakes.</exception>
    public JsonRecordStore(JsonStoreOptions options, TimeProvider time, ILogger<JsonRecordStore> log)
        : this(options, time, log, hooks: null)
    {
    }

    internal JsonRecordStore(JsonStoreOptions options, TimeProvider time, ILogger log, TestHooks? hooks)
    {
        var validation = new JsonStoreOptionsValidator().Validate(null, options);
        if (validation.Failed)
        {
            throw new OptionsValidationException("", typeof(JsonStoreOptions), validation.Failures);
        }

        (_options, _time, _log, _hooks) = (options, time, log, hooks ?? new TestHooks());
        _root = Path.GetFullPath(options.RootDirectory);
        _root = _root.Length > 1 ? _root.TrimEnd('/') : _root;
        _walks = new JsonWalks(_root, component => ComponentOf(component).Reader);
        Quarantine = new JsonQuarantine(_root);
        Documents = new JsonMigrationDocuments(ComponentOf);
        Changes = new JsonChangeLog(ComponentOf);
    }

    /// <inheritdoc/>
    public string Name => StoreName;

    /// <inheritdoc/>
    public IQuarantine Quarantine { get; }

    /// <inheritdoc/>
    public IMigrationDocuments Documents { get; }

    /// <inheritdoc/>
    public IChangeLog Changes { get; }

    /// <summary>The root folder, an absolute path.</summary>
    internal string RootDirectory => _root;

    /// <summary>Names the data in this folder, whatever process opens it.</summary>
    /// <exception cref="StoreUnavailableException">The store is not open.</exception>
    public Guid StoreId => Open().Id;

    /// <summary>Makes the folder if it is missing, replays what a crash left, and begins to answer.</summary>
    /// <remarks>Takes as long as the replay does: the time-out of calls is not for it.</remarks>
    /// <exception cref="StoreUnavailableException">
    /// The folder is no store, a file of the store is missing or damaged, or another process holds a lock too long. The
    /// call may be repeated.
    /// </exception>
    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _open ??= await OpenWithDebtsAsync(cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var reading = Open().Of(key.Component).Reader.ReadAsync(key, epoch, cancellation);
            return reading.IsCompletedSuccessfully ? reading : AwaitAsync(key.Component, reading);
        }
        catch (Exception e) when (IsInfrastructure(e))
        {
            throw JsonErrors.ReadFailed(key.Component, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<WriteResult> WriteAsync(RecordWrite write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellation.ThrowIfCancellationRequested();
        return await Open().Of(write.Key.Component).WriteAsync(write, cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordHeader> WalkAsync(
        Component component, string keyPrefix, RecordCursor after, CancellationToken cancellation)
        => _walks.HeadersAsync(component, keyPrefix, after, cancellation);

    /// <inheritdoc/>
    public async ValueTask<Epoch> RaiseFenceAsync(Component component, Epoch lowest, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await Open().Of(component).RunAsync(locked => locked.Context.Fence.Raise(lowest), cancellation);
        }
        catch (Exception e) when (e is OutcomeUnknownException || IsInfrastructure(e))
        {
            throw JsonErrors.FenceUncertain(component, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Epoch> ReadFenceAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            var opened = ComponentOf(component);
            return await opened.Reader.AskAsync(component, opened.ReadFence, cancellation);
        }
        catch (Exception e) when (IsInfrastructure(e))
        {
            throw JsonErrors.ReadFailed(component, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CopyResult>> PutIfNewerAsync(
        IReadOnlyList<RecordCopy> copies, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(copies);
        cancellation.ThrowIfCancellationRequested();
        if (copies.Count == 0)
        {
            return [];
        }

        CopyRun.RefuseBad(copies);
        var component = copies[0].Key.Component;
        try
        {
            return await CopyRun.PutAsync(ComponentOf(component), copies, cancellation);
        }
        catch (Exception e) when (e is OutcomeUnknownException || IsInfrastructure(e))
        {
            throw JsonErrors.NotCopied(component, e);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The journal is emptied for the whole component, so that many keys cost no more than one. Writes of the component
    /// wait meanwhile, as they do for a checkpoint.
    /// </remarks>
    public async ValueTask PurgeAsync(
        Component component, IReadOnlyList<RecordKey> keys, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await ComponentOf(component).RunAsync(locked => Purge.Run(locked, keys), PurgeLimit, cancellation);
        }
        catch (Exception e) when (e is OutcomeUnknownException || IsInfrastructure(e))
        {
            throw JsonErrors.NotPurged(component, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<RecordDigest?> DigestAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
        => await ReadAsync(key, epoch, cancellation) is { } record ? RecordDigest.Of(key, record) : null;

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordDigest> WalkDigestsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
        => _walks.DigestsAsync(component, after, pace, cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<(RecordKey Key, StoredRecord? Record)> WalkRecordsAsync(
        Component component, RecordCursor after, IWalkPace pace, CancellationToken cancellation)
        => _walks.BodiesAsync(component, "", after, pace, RecordOf, cancellation);

    /// <inheritdoc/>
    public async ValueTask<long> EstimateCountAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await ComponentOf(component).Reader.ListAsync(
                () => RecordCount.Estimate(_root, component), cancellation);
        }
        catch (Exception e) when (IsInfrastructure(e))
        {
            throw JsonErrors.ReadFailed(component, e);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Finding> AssessAsync(Component component, CancellationToken cancellation)
        => new JsonAssessment(
            _root,
            cancel => _walks.BodiesAsync(
                component, "", RecordCursor.Start, FullPace.Instance, static (_, look) => look, cancel))
            .RunAsync(cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DamagedRecord> FindDamagedAsync(
        Component component, string keyPrefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var looks = _walks.BodiesAsync(
            component, keyPrefix, RecordCursor.Start, FullPace.Instance, static (key, look) => (key, look),
            cancellation);
        await foreach (var (key, look) in looks)
        {
            if (look.Damage is { } damage)
            {
                var place = look.DamagedPlace(JsonPaths.Of(_root, key));
                var mistake = damage.Adoptable is { } body ? LogForm.MistakeOf(key, body) : null;
                yield return new DamagedRecord(
                    key, place, mistake ?? damage.Reason, look.CanBeAdopted && mistake is null);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Revision> AdoptAsync(RecordKey key, Epoch epoch, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await Open().Of(key.Component).RunAsync(locked => Adoption.Run(locked, key, epoch), cancellation);
        }
        catch (Exception e) when (IsInfrastructure(e))
        {
            throw JsonErrors.NotReady(key.Component, e);
        }
    }

    /// <summary>Finishes the writes that wait, flushes everything, and closes the files.</summary>
    /// <remarks>
    /// Ends within <see cref="JsonStoreOptions.OperationTimeout"/> and <see cref="JsonStoreOptions.LockTimeout"/>
    /// together. What a disk that hangs leaves undone by then is logged, and replayed when the store is opened next.
    /// </remarks>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        try
        {
            _isDisposed = true;
            if (_open is { } open)
            {
                _open = null;
                await open.DisposeAsync();
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private static async ValueTask<T> AwaitAsync<T>(Component component, ValueTask<T> reading)
    {
        try
        {
            return await reading;
        }
        catch (Exception e) when (IsInfrastructure(e))
        {
            throw JsonErrors.ReadFailed(component, e);
        }
    }

    private static (RecordKey Key, StoredRecord? Record) RecordOf(RecordKey key, RecordLook look)
        => (key, look.Damage is null ? look.Record : null);

    private async Task<OpenJsonStore> OpenWithDebtsAsync(CancellationToken cancellation)
    {
        var opened = await OpenJsonStore.OpenAsync(_root, _options, _time, _log, _hooks, cancellation);
        try
        {
            await new JsonDebtLedger(opened.Of, _root).RaiseForDeadAsync(cancellation);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>A component of the open store, for what lies beside its records.</summary>
    internal JsonComponent ComponentOf(Component component) => Open().Of(component);

    /// <summary>The processes that hold a lock of any component now, as far as the kernel tells.</summary>
    internal IEnumerable<int> FindLockHolders() => _open?.FindLockHolders() ?? [];

    private OpenJsonStore Open() => _open ?? throw JsonErrors.NotOpen();

    private static bool IsInfrastructure(Exception e)
        => e is IOException or UnauthorizedAccessException or ObjectDisposedException;
}
