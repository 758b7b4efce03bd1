using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Records;
using HybridOrleans.Storage.Records.Settling;
using HybridOrleans.TestKit.Conformance;
using HybridOrleans.TestKit.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HybridOrleans.Storage.Tests.Records.Settling;

/// <summary>A store that loses a third of its answers keeps every promise once they are settled.</summary>
public sealed class SettledConformanceTests : RecordStoreConformance
{
    protected override bool MayNotKnow => true;

    protected override ValueTask<IRecordStore> CreateAsync()
    {
        var faults = new SeededFaults(Random.Shared.Next()) { LostAnswers = 20, LostRequests = 15 };
        TestContext.Current.TestOutputHelper?.WriteLine($"Faults: {faults}");
        var options = new SettlingOptions { PauseMin = TimeSpan.FromMilliseconds(1) };
        return new(new SettlingRecordStore(
            new FaultyRecordStore(new MemoryRecordStore(), faults),
            options,
            TimeProvider.System,
            NullLogger<SettlingRecordStore>.Instance));
    }

    protected override ValueTask<IRecordStore> ReopenAsync(IRecordStore store) => new(store);
}
