using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Tests.Migration.Documents;

namespace HybridOrleans.Storage.Tests.Memory;

public sealed class MemoryDivergencesTests : DivergenceTableConformance
{
    protected override ValueTask<IDivergenceTable> OpenAsync() => new(new MemoryRecordStore().Divergences);
}
