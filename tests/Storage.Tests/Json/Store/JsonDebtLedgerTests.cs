using HybridOrleans.Storage.Json;
using HybridOrleans.Storage.Json.Debt;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.TestKit.Conformance.Migration;

namespace HybridOrleans.Storage.Tests.Json.Store;

public sealed class JsonDebtLedgerTests : DebtLedgerConformance
{
    private readonly TemporaryFolder _folder = new();
    private JsonRecordStore? _store;

    protected override async ValueTask<IDebtLedger> CreateAsync()
    {
        _store = await JsonStores.OpenAsync(_folder.Root);
        return new JsonDebtLedger(_store);
    }

    protected override async ValueTask<IDebtLedger> ReopenAsync(IDebtLedger ledger)
    {
        await _store!.DisposeAsync();
        return await CreateAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _store!.DisposeAsync();
        _folder.Dispose();
    }
}
