using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace HybridOrleans.Storage.GrainStorage;

/// <summary>Keeps the state of grains as records: the ETag is the revision, and a clear leaves a tombstone.</summary>
/// <remarks>
/// Safe for many callers at once. After any error the caller's state, ETag and <c>RecordExists</c> are as they were.
/// <see cref="InconsistentStateException"/> means a lost compare-and-set and nothing else, since it makes Orleans
/// deactivate the activation.
/// </remarks>
internal sealed class StranglerGrainStorage(
    string name,
    string serviceId,
    StranglerGrainStorageOptions options,
    IRecordStore store,
    RecordStores stores,
    IActivatorProvider activators,
    IGrainContextAccessor activations,
    ILogger<StranglerGrainStorage> logger) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly IGrainStorageSerializer _serializer = options.GrainStorageSerializer;
    private readonly GrainRecordMap _records = options.Records;
    private readonly bool _serializerWritesJson =
        options.GrainStorageSerializer is JsonGrainStorageSerializer or SystemTextJsonGrainStorageSerializer;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(
            $"{nameof(StranglerGrainStorage)}-{name}",
            options.InitStage,
            _ =>
            {
                logger.GrainStorageReady(name, serviceId, stores.StoreOf(Component.Grains));
                return Task.CompletedTask;
            });

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var record = await store.ReadAsync(Key(stateName, grainId), Epoch.Initial, cancellationToken);
        // The state is made first: a serializer that fails must not leave a new ETag beside the old state.
        grainState.State = record?.Body is { } body ? StateOf<T>(body, record.IsFromCache) : Fresh<T>();
        grainState.RecordExists = record?.Body is not null;
        grainState.ETag = record?.Revision.ToETag();
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var body = BodyOf(grainState.State);
        var revision = await SetAsync(stateName, grainId, grainState.ETag, body, cancellationToken);
        grainState.RecordExists = true;
        grainState.ETag = revision.ToETag();
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var revision = await SetAsync(stateName, grainId, grainState.ETag, body: null, cancellationToken);
        grainState.State = Fresh<T>();
        grainState.RecordExists = false;
        grainState.ETag = revision.ToETag();
    }

    private async ValueTask<Revision> SetAsync(
        string stateName, GrainId grainId, string? etag, RecordBody? body, CancellationToken cancellation)
    {
        var key = Key(stateName, grainId);
        if (!Revision.TryFromETag(etag, out var expected))
        {
            var stored = await store.ReadAsync(key, Epoch.Initial, cancellation);
            throw Conflict(stateName, grainId, key, stored?.Revision ?? Revision.None, etag);
        }

        var write = new RecordWrite
        {
            Key = key,
            Expected = expected,
            Body = body,
            WriteId = WriteId.New(),
            Epoch = Epoch.Initial,
        };
        cancellation.ThrowIfCancellationRequested();
        WriteResult result;
        try
        {
            result = await store.WriteAsync(write, cancellation);
        }
        catch (Exception e) when (e is OutcomeUnknownException or OperationCanceledException)
        {
            DeactivateInDoubt(stateName, grainId, e);
            throw;
        }

        return result.Accepted ? result.Revision : throw Conflict(stateName, grainId, key, result.Revision, etag);
    }

    private InconsistentStateException Conflict(
        string stateName, GrainId grainId, RecordKey key, Revision stored, string? etag)
        => new(
            $"The state '{stateName}' of a grain of type '{grainId.Type}' was changed elsewhere: the "
            + $"{stores.StoreOf(key.Component)} store holds revision {stored}, and this activation had '{etag}'. "
            + "Nothing was written. The activation deactivates and the next call reads the newer state.",
            stored.ToETag(),
            etag);

    // The memory of the activation may be ahead of the store or behind it; only a new activation can know.
    private void DeactivateInDoubt(string stateName, GrainId grainId, Exception cause)
    {
        logger.OutcomeUnknown(cause, name, stateName, grainId.Type);
        if (activations.GrainContext is { } activation && activation.GrainId == grainId)
        {
            // Without the cause: Orleans would hand it to every call that waits behind this one, though they did
            // nothing.
            activation.Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationError, "It is not known whether its last write happened."));
        }
    }

    private RecordKey Key(string stateName, GrainId grainId) => _records.KeyOf(serviceId, stateName, grainId);

    private RecordBody BodyOf<T>(T? state)
    {
        if (typeof(T) == typeof(RecordState))
        {
            return (state as RecordState)?.Body
                ?? throw InvalidRecordException.Body("it is missing; clear the state to delete the record");
        }

        var payload = _serializer.Serialize(state).ToMemory();
        return _serializerWritesJson ? StatePayload.FromJson(payload) : StatePayload.FromBytes(payload);
    }

    private T StateOf<T>(RecordBody body, bool isFromCache)
        => typeof(T) == typeof(RecordState)
            ? (T)(object)new RecordState { Body = body, IsFromCache = isFromCache }
            : _serializer.Deserialize<T>(new BinaryData(StatePayload.ToPayload(body))) ?? Fresh<T>();

    private T Fresh<T>() => activators.GetActivator<T>().Create();
}
