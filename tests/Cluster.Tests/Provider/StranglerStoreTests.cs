using HybridOrleans.Storage.Hosting;
using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Routing;
using HybridOrleans.TestKit.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Provider;

/// <summary>The router is a record store like those behind it.</summary>
public sealed class StranglerStoreTests : RecordStoreConformance
{
    [Fact]
    public async Task Each_component_has_the_store_that_configuration_names()
    {
        var cancel = TestContext.Current.CancellationToken;
        var other = new InterceptedStore();
        var settings = StoreHost.Everything("memory");
        settings["HybridOrleans:Components:grains"] = other.Name;
        var host = StoreHost.Build(settings, null, new FixedStoreKind(other));
        await host.GetRequiredService<RecordStores>().OpenAsync(cancel);
        var router = host.GetRequiredService<IRecordStore>();
        foreach (var component in Component.All)
        {
            await router.WriteAsync(
                new RecordWrite
                {
                    Key = RecordKey.Create(component, "a"),
                    Expected = Revision.None,
                    Body = RecordBody.Parse("1"u8),
                    WriteId = WriteId.New(),
                    Epoch = Epoch.Initial,
                },
                cancel);
        }

        var memory = host.GetRequiredService<MemoryRecordStore>();
        foreach (var component in Component.All)
        {
            var key = RecordKey.Create(component, "a");
            var inMemory = await memory.ReadAsync(key, Epoch.Initial, cancel) is not null;
            var inOther = await other.ReadAsync(key, Epoch.Initial, cancel) is not null;
            Assert.Equal((component != Component.Grains, component == Component.Grains), (inMemory, inOther));
        }
    }

    protected override async ValueTask<IRecordStore> CreateAsync()
    {
        var host = StoreHost.Build(StoreHost.Everything("memory"));
        await host.GetRequiredService<RecordStores>().OpenAsync(TestContext.Current.CancellationToken);
        return host.GetRequiredService<StranglerStore>();
    }

    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(store);
}
