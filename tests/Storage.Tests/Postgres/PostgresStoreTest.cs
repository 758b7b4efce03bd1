using System.Text;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.Storage.Tests.Postgres;

/// <summary>Short ways that the tests of the PostgreSQL store share.</summary>
public abstract class PostgresStoreTest
{
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The longest wait for something that must come. Far above the store's own limits.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The bot of this test alone.</summary>
    protected string Bot { get; } = $"bot-{Guid.NewGuid():n}";

    protected RecordKey Key(long id) => RecordKeys.User(Bot, id);

    protected static RecordBody Body(string json) => RecordBody.Parse(Encoding.UTF8.GetBytes(json));

    protected static RecordWrite Change(RecordKey key, long expected, string? json, Epoch epoch = default)
        => new()
        {
            Key = key,
            Expected = new Revision(expected),
            Body = json is null ? null : Body(json),
            WriteId = WriteId.New(),
            Epoch = epoch,
        };

    protected static async Task<WriteResult> WriteAsync(IRecordStore store, RecordWrite write)
        => await store.WriteAsync(write, Cancel);

    protected static async Task<StoredRecord?> ReadAsync(IRecordStore store, RecordKey key)
        => await store.ReadAsync(key, Epoch.Initial, Cancel);

    /// <summary>Asks until the answer is as expected.</summary>
    protected static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Patience);
        while (!await isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited {Patience.TotalSeconds} s in vain for: {what}");
        }
    }
}
