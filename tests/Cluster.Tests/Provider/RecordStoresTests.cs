using HybridOrleans.Storage;
using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Records;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

public sealed class RecordStoresTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_a_store_that_a_component_lives_in_is_opened()
    {
        var used = new CountingStoreKind("used");
        var idle = new CountingStoreKind("idle");
        await using var host = StoreHost.Build(
            new Dictionary<string, string?> { ["HybridOrleans:Components:users"] = "used" }, null, used, idle);
        var stores = host.GetRequiredService<RecordStores>();
        await stores.OpenAsync(Cancel);
        Assert.Equal((1, 0), (used.Opened, idle.Opened));
        Assert.Equal([Component.Users], stores.Components);
        Assert.Equal("used", stores.StoreOf(Component.Users));
        var error = Assert.Throws<StoreUnavailableException>(() => stores.StoreOf(Component.Grains));
        Assert.Equal(
            "No store is configured for the component 'grains'. Nothing was written. "
            + "Set 'HybridOrleans:Components:grains'.",
            error.Message);
    }

    [Fact]
    public async Task One_store_of_many_components_is_opened_once_and_closed_once()
    {
        var kind = new CountingStoreKind("shared");
        await using var host = StoreHost.Build(StoreHost.Everything("shared"), null, kind);
        var stores = host.GetRequiredService<RecordStores>();
        await stores.OpenAsync(Cancel);
        Assert.Equal(Component.All.Count, stores.Components.Count);
        await stores.CloseAsync();
        Assert.Equal((1, 1), (kind.Opened, kind.Closed));
    }

    [Fact]
    public async Task When_one_store_cannot_open_the_others_are_closed_again()
    {
        var good = new CountingStoreKind("good");
        var bad = new CountingStoreKind("bad") { OpenError = "The volume is not mounted." };
        var settings = StoreHost.Everything("good");
        settings["HybridOrleans:Components:grains"] = "bad";
        await using var host = StoreHost.Build(settings, null, good, bad);
        var stores = host.GetRequiredService<RecordStores>();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => stores.OpenAsync(Cancel));
        Assert.Equal("The volume is not mounted.", error.Message);
        Assert.Equal((1, 1), (good.Opened, good.Closed));
        Assert.Empty(stores.Components);
    }

    [Fact]
    public async Task A_store_that_does_not_close_keeps_no_other_open()
    {
        var stuck = new CountingStoreKind("stuck") { CloseError = "The disk is gone." };
        var good = new CountingStoreKind("good");
        var settings = StoreHost.Everything("good");
        settings["HybridOrleans:Components:users"] = "stuck";
        await using var host = StoreHost.Build(settings, null, stuck, good);
        var stores = host.GetRequiredService<RecordStores>();
        await stores.OpenAsync(Cancel);
        await stores.CloseAsync();
        Assert.Equal((1, 1), (stuck.Closed, good.Closed));
    }

    [Fact]
    public async Task A_call_before_the_start_or_after_the_stop_is_unavailable()
    {
        var settings = new Dictionary<string, string?> { ["HybridOrleans:Components:users"] = "memory" };
        await using var host = StoreHost.Build(settings);
        var stores = host.GetRequiredService<RecordStores>();
        var records = host.GetRequiredService<IRecordStore>();
        await AssertClosedAsync(records);
        await stores.OpenAsync(Cancel);
        Assert.Null(await records.ReadAsync(RecordKeys.User("bot", 1), Epoch.Initial, Cancel));
        await stores.CloseAsync();
        await AssertClosedAsync(records);
    }

    [Fact]
    public async Task Quarantine_and_repair_are_those_of_the_component_s_store()
    {
        var users = new CountingStoreKind("users-store");
        var settings = StoreHost.Everything("memory");
        settings["HybridOrleans:Components:users"] = users.Name;
        await using var host = StoreHost.Build(settings, null, users);
        var stores = host.GetRequiredService<RecordStores>();
        await stores.OpenAsync(Cancel);
        Assert.Same(users.Quarantine, stores.QuarantineOf(Component.Users));
        Assert.NotSame(users.Quarantine, stores.QuarantineOf(Component.Grains));
        Assert.Null(stores.RepairOf(Component.Users));
    }

    private static async Task AssertClosedAsync(IRecordStore records)
    {
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await records.ReadAsync(RecordKeys.User("bot", 1), Epoch.Initial, Cancel));
        Assert.Equal(
            "The record stores are not open: the silo is starting or stopping. Nothing was written; repeat later.",
            error.Message);
    }
}
