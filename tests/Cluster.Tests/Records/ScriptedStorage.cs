using System.Text;
using HybridOrleans.Storage.GrainStorage;
using HybridOrleans.Storage.Records;
using Orleans.Storage;

namespace HybridOrleans.Cluster.Tests.Records;

/// <summary>A grain storage of one record, which a test changes as another cluster or an operator would.</summary>
internal sealed class ScriptedStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public long Revision { get; set; }

    public string? Body { get; set; }

    /// <summary>Thrown by every read while it is set.</summary>
    public Exception? ReadError { get; set; }

    /// <summary>Awaited by every read before it looks; null for nothing.</summary>
    public Func<Task>? BeforeRead { get; set; }

    /// <summary>Thrown by every write after it has happened, while it is set.</summary>
    public Exception? LostAnswer { get; set; }

    public int ReadCount { get; private set; }

    public void Participate(ISiloLifecycle lifecycle)
    {
        // It needs no opening; Orleans asks every named storage to take part.
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ReadCount++;
        if (BeforeRead is not null)
        {
            await BeforeRead();
        }

        if (ReadError is not null)
        {
            throw ReadError;
        }

        var body = Body is null ? null : RecordBody.Parse(Encoding.UTF8.GetBytes(Body));
        grainState.State = (T)(object)new RecordState { Body = body };
        grainState.RecordExists = body is not null;
        grainState.ETag = new Revision(Revision).ToETag();
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => SetAsync(grainState, ((RecordState)(object)grainState.State!).Body);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        => SetAsync(grainState, null);

    private Task SetAsync<T>(IGrainState<T> grainState, RecordBody? body)
    {
        var stored = new Revision(Revision).ToETag();
        if (grainState.ETag != stored)
        {
            return Task.FromException(
                new InconsistentStateException("Another one was faster.", stored, grainState.ETag));
        }

        Revision++;
        Body = body is null ? null : Encoding.UTF8.GetString(body.Utf8.Span);
        if (LostAnswer is not null)
        {
            return Task.FromException(LostAnswer);
        }

        grainState.RecordExists = body is not null;
        grainState.ETag = new Revision(Revision).ToETag();
        return Task.CompletedTask;
    }
}
