using System.Text;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance;

/// <summary>The store under test, and short ways to use it.</summary>
public abstract class ConformanceSubject : IAsyncLifetime
{
    private IRecordStore? _store;

    /// <summary>The first segment of every key of this test, so that tests may share one store.</summary>
    protected string Bot { get; } = $"bot-{Guid.NewGuid():n}";

    /// <summary>The store, made on first use.</summary>
    protected IRecordStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    /// <summary>
    /// True only for a store whose answers get lost and are settled: where the stored revision is more than one ahead,
    /// it cannot always tell a conflict from a write of its own that others built on.
    /// </summary>
    protected virtual bool MayNotKnow => false;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a store that this test may write to. It need not be empty.</summary>
    protected abstract ValueTask<IRecordStore> CreateAsync();

    /// <summary>Closes a store and opens its data again, as a new process would.</summary>
    /// <returns>The store to go on with; the same one when it keeps nothing outside of the process.</returns>
    protected abstract ValueTask<IRecordStore> ReopenAsync(IRecordStore store);

    /// <summary>Opens the store.</summary>
    public virtual async ValueTask InitializeAsync() => _store = await CreateAsync();

    /// <summary>Closes the store.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    protected async ValueTask ReopenAsync() => _store = await ReopenAsync(Store);

    protected RecordKey Key(params ReadOnlySpan<string> segments)
        => RecordKey.Create(Component.Users, [Bot, .. segments]);

    protected static RecordBody Body(string json) => RecordBody.Parse(Encoding.UTF8.GetBytes(json));

    protected static RecordWrite Change(
        RecordKey key, Revision expected, string? json, WriteId? id = null, Epoch epoch = default)
        => new()
        {
            Key = key,
            Expected = expected,
            Body = json is null ? null : Body(json),
            WriteId = id ?? WriteId.New(),
            Epoch = epoch,
        };

    protected ValueTask<StoredRecord?> ReadAsync(RecordKey key, Epoch epoch = default)
        => Store.ReadAsync(key, epoch, Cancel);

    protected ValueTask<WriteResult> WriteAsync(RecordWrite write) => Store.WriteAsync(write, Cancel);

    protected ValueTask<WriteResult> WriteAsync(RecordKey key, long expected, string? json)
        => WriteAsync(Change(key, new Revision(expected), json));

    /// <summary>Writes and expects to be accepted as the next revision.</summary>
    protected async Task<WriteId> MustWriteAsync(RecordKey key, long expected, string? json)
    {
        var write = Change(key, new Revision(expected), json);
        Assert.Equal(WriteResult.AcceptedAs(write.Expected.Next), await WriteAsync(write));
        return write.WriteId;
    }

    /// <summary>Writes and expects that another revision stands.</summary>
    protected async Task MustConflictAsync(RecordWrite write, long stands)
    {
        try
        {
            Assert.Equal(WriteResult.Conflict(new Revision(stands)), await WriteAsync(write));
        }
        catch (OutcomeUnknownException) when (MayNotKnow && stands - 1 > write.Expected.Value)
        {
            // Whatever the caller is told, what the store holds is compared next.
        }
    }

    protected Task MustConflictAsync(RecordKey key, long expected, string? json, long stands)
        => MustConflictAsync(Change(key, new Revision(expected), json), stands);

    /// <summary>Expects what the store holds; a null body is a tombstone.</summary>
    protected async Task AssertHoldsAsync(RecordKey key, long revision, string? json, WriteId? id = null)
    {
        var stored = await ReadAsync(key);
        Assert.NotNull(stored);
        Assert.Equal(new Revision(revision), stored.Revision);
        Assert.Equal(json, stored.Body is null ? null : Encoding.UTF8.GetString(stored.Body.Utf8.Span));
        Assert.Equal(id ?? stored.WriteId, stored.WriteId);
    }
}
