using HybridOrleans.Storage.Records;
using HybridOrleans.TestKit.Conformance;
using Xunit;

namespace HybridOrleans.TestKit.Model;

/// <summary>Random operations on a store agree with the reference. Give it a store of its own.</summary>
public abstract class RecordStoreModelTests : ConformanceSubject
{
    /// <summary>How many random sequences are run.</summary>
    protected virtual int Sequences => 100;

    /// <summary>The length of the longest sequence.</summary>
    protected virtual int OperationsMax => 60;

    [Fact]
    public async Task Random_operations_agree_with_the_reference()
        => await new ModelRun(Store, ReopenAndKeepAsync).CheckAsync(Sequences, OperationsMax);

    private async ValueTask<IRecordStore> ReopenAndKeepAsync(IRecordStore store)
    {
        await ReopenAsync();
        return Store;
    }
}
