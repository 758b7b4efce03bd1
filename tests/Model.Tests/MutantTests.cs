using HybridOrleans.Model.Tests.Core;
using HybridOrleans.Model.Tests.Debt;
using HybridOrleans.Model.Tests.Documents;
using HybridOrleans.Model.Tests.Engine;
using HybridOrleans.Model.Tests.Queue;
using HybridOrleans.Model.Tests.Settling;

namespace HybridOrleans.Model.Tests;

public sealed class MutantTests
{
    [Fact]
    public void Every_mutant_belongs_to_exactly_one_model()
    {
        Mutant[] known =
        [
            .. CoreModel.Mutants, .. DocumentsModel.Mutants, .. DebtModel.Mutants, .. SettlingModel.Mutants,
            .. QueueModel.Mutants,
        ];
        Assert.Equal(Enum.GetValues<Mutant>().Where(m => m != Mutant.None), known.Order());
    }
}
