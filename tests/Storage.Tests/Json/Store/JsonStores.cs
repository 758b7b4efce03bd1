using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Short ways to open and use JSON stores.</summary>
internal static class JsonStores
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static JsonStoreOptions Options(string root) => new()
    {
        RootDirectory = root,
        JournalHalfBytes = 2 * 1024 * 1024,
        OperationTimeout = TimeSpan.FromSeconds(30),
        LockTimeout = TimeSpan.FromSeconds(20),
    };

    public static ValueTask<JsonRecordStore> OpenAsync(string root) => OpenAsync(Options(root));

    public static async ValueTask<JsonRecordStore> OpenAsync(
        JsonStoreOptions options, TestHooks? hooks = null, TimeProvider? time = null)
    {
        var store = new JsonRecordStore(
            options, time ?? TimeProvider.System, NullLogger<JsonRecordStore>.Instance, hooks);
        try
        {
            await store.OpenAsync(Cancel);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public static RecordBody Body(string json) => RecordBody.Parse(System.Text.Encoding.UTF8.GetBytes(json));

    public static RecordWrite Change(
        RecordKey key, long expected, string? json, WriteId? id = null, Epoch epoch = default)
        => new()
        {
            Key = key,
            Expected = new Revision(expected),
            Body = json is null ? null : Body(json),
            WriteId = id ?? WriteId.New(),
            Epoch = epoch,
        };

    public static async Task MustWriteAsync(this IRecordStore store, RecordKey key, long expected, string? json)
        => Assert.Equal(
            WriteResult.AcceptedAs(new(expected + 1)), await store.WriteAsync(Change(key, expected, json), Cancel));

    public static async Task AssertHoldsAsync(this IRecordStore store, RecordKey key, long revision, string? json)
    {
        var record = await store.ReadAsync(key, Epoch.Initial, Cancel);
        Assert.NotNull(record);
        Assert.Equal(new Revision(revision), record.Revision);
        Assert.Equal(json is null ? null : Body(json), record.Body);
    }
}
