using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Model;

namespace HybridOrleans.Storage.Tests.Memory;

public sealed class MemoryRecordStoreModelTests : RecordStoreModelTests
{
    protected override int Sequences => 1_000;

    protected override ValueTask<IRecordStore> CreateAsync() => new(new MemoryRecordStore());

    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(store);
}
