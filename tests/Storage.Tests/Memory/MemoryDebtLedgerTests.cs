using HybridOrleans.Storage.Memory;
using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.TestKit.Conformance.Migration;

namespace HybridOrleans.Storage.Tests.Memory;

public sealed class MemoryDebtLedgerTests : DebtLedgerConformance
{
    protected override ValueTask<IDebtLedger> CreateAsync() => new(new MemoryDebtLedger());

    protected override ValueTask<IDebtLedger> ReopenAsync(IDebtLedger ledger) => new(ledger);
}
