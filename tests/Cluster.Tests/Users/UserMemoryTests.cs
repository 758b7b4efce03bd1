using HybridOrleans.Cluster.Tests.Records;
using HybridOrleans.Grains;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Storage;
using HybridOrleans.Storage.Memory;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Users;

/// <summary>What an activation may answer from memory once a store has shown that the memory is old.</summary>
public sealed class UserMemoryTests : IAsyncLifetime
{
    private readonly ScriptedStorage _storage = new();
    private TestSilo? _silo;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IUserGrain User => _silo!.Grains.GetGrain<IUserGrain>(42, "han");

    public async ValueTask InitializeAsync()
        => _silo = await TestSilo.StartAsync(
            new MemoryRecordStore(),
            silo => silo.Services.AddKeyedSingleton<IGrainStorage>(StorageNames.Hybrid, _storage));

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task After_a_lost_race_the_loser_is_not_answered_from_memory_while_the_store_is_away()
    {
        await User.SaveAsync(Json("""{"v":"old"}"""), null, Cancel);
        (_storage.Revision, _storage.Body) = (2, """{"v":"other"}""");
        _storage.ReadError = new StoreUnavailableException("The store is away.");
        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await User.PatchAsync(Json("""{"w":1}"""), Cancel));

        await Assert.ThrowsAsync<DataUnavailableException>(
            async () => await User.ReadAsync(Freshness.Cached, 0));
        _storage.ReadError = null;
        Assert.Equal(2, (await User.ReadAsync(Freshness.Cached, 0)).Revision);
    }

    [Fact]
    public async Task A_store_that_went_back_is_refused_by_every_call_until_the_newer_data_is_back()
    {
        await User.SaveAsync(Json("""{"v":1}"""), null, Cancel);
        await User.SaveAsync(Json("""{"v":2}"""), null, Cancel);
        (_storage.Revision, _storage.Body) = (1, """{"v":1}""");
        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await User.ReadAsync(Freshness.Fresh, 0));

        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await User.ReadAsync(Freshness.Cached, 0));
        await Assert.ThrowsAsync<DataDamagedException>(
            async () => await User.PatchAsync(Json("""{"w":1}"""), Cancel));
        Assert.Equal((1, """{"v":1}"""), (_storage.Revision, _storage.Body));

        (_storage.Revision, _storage.Body) = (2, """{"v":2}""");
        Assert.Equal(3, (await User.PatchAsync(Json("""{"w":1}"""), Cancel)).Revision);
    }

    [Fact]
    public async Task A_profile_that_another_cluster_made_is_deleted_though_memory_knows_of_none()
    {
        Assert.Null((await User.ReadAsync(Freshness.Cached, 0)).Body);
        (_storage.Revision, _storage.Body) = (1, """{"v":"other"}""");

        Assert.Equal(2, (await User.DeleteAsync(Cancel))?.Revision);
        Assert.Null(_storage.Body);
    }

    [Fact]
    public async Task An_import_looks_at_what_is_stored_and_not_at_memory()
    {
        await User.SaveAsync(Json("""{"v":1}"""), null, Cancel);
        (_storage.Revision, _storage.Body) = (2, """{"v":"other"}""");

        Assert.Equal(
            ImportOutcome.KeptOther, await User.ImportAsync(Json("""{"v":1}"""), ImportMode.CreateOnly, Cancel));
    }

    [Fact]
    public async Task Activity_is_counted_beside_names_that_are_no_text()
    {
        (_storage.Revision, _storage.Body) = (1, """{"\ud800aaaaaaaaaaaaaaa":1,"mess\u0061ge_count":4}""");

        await User.UpdateActivityAsync(Cancel);

        Assert.StartsWith(
            """{"\ud800aaaaaaaaaaaaaaa":1,"mess\u0061ge_count":5,""", _storage.Body, StringComparison.Ordinal);
    }

    private static JsonText Json(string text) => new(text);
}
