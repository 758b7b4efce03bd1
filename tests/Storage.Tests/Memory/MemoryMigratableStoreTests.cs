using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance.Migration;

namespace HybridOrleans.Storage.Tests.Memory;

public sealed class MemoryMigratableStoreTests : MigratableStoreConformance
{
    protected override ValueTask<IRecordStore> CreateAsync() => new(new MemoryRecordStore());

    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(store);
}
