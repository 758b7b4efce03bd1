using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance;

namespace HybridOrleans.Storage.Tests.Memory;

public sealed class MemoryRecordStoreTests : RecordStoreConformance
{
    protected override ValueTask<IRecordStore> CreateAsync() => new(new MemoryRecordStore());

    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(store);
}
