using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Tests.Json.Store;
using HybridOrleans.TestKit.Conformance.Logs;

namespace HybridOrleans.Storage.Tests.Logs;

public sealed class JsonLogTests : LogConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override async ValueTask<IRecordStore> CreateAsync() => await JsonStores.OpenAsync(_folder.Root);

    protected override async ValueTask<IRecordStore> ReopenAsync(IRecordStore store)
    {
        await ((JsonRecordStore)store).DisposeAsync();
        return await JsonStores.OpenAsync(_folder.Root);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
