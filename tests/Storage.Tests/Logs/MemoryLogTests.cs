using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance.Logs;

namespace HybridOrleans.Storage.Tests.Logs;

public sealed class MemoryLogTests : LogConformance
{
    protected override ValueTask<IRecordStore> CreateAsync() => new(new MemoryRecordStore());

    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(store);
}
