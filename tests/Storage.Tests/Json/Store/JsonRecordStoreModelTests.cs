using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Model;

namespace HybridOrleans.Storage.Tests.Json.Store;

public sealed class JsonRecordStoreModelTests : RecordStoreModelTests
{
    private readonly TemporaryFolder _folder = new();

    protected override ValueTask<IRecordStore> CreateAsync() => OpenAsync();

    protected override async ValueTask<IRecordStore> ReopenAsync(IRecordStore store)
    {
        await ((JsonRecordStore)store).DisposeAsync();
        return await OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private async ValueTask<IRecordStore> OpenAsync() => await JsonStores.OpenAsync(_folder.Root);
}
