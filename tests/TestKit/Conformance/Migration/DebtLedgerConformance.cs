using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Records;
using Xunit;

namespace HybridOrleans.TestKit.Conformance.Migration;

/// <summary>All that a debt ledger promises. The ledger serves nobody else and may carry debt already.</summary>
public abstract class DebtLedgerConformance : IAsyncLifetime
{
    private static readonly Component Component = Component.Users;

    private IDebtLedger? _ledger;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IDebtLedger Ledger => _ledger ?? throw new InvalidOperationException("The ledger is not open yet.");

    [Fact]
    public async Task Raised_debt_stands_until_a_synchronisation_has_paid_it()
    {
        await Ledger.RaiseAsync(Component, Cancel);
        await AssertStandsAsync(isRaised: true, isUnpaid: true);
        var generation = await Ledger.BeginPayingAsync(Component, Cancel);
        await AssertStandsAsync(isRaised: true, isUnpaid: false);
        Assert.True(await Ledger.TryPayAsync(Component, generation, Cancel));
        await AssertStandsAsync(isRaised: false, isUnpaid: false);
    }

    [Fact]
    public async Task Debt_raised_again_before_a_synchronisation_begins_is_the_same_debt()
    {
        await Ledger.RaiseAsync(Component, Cancel);
        var first = await Ledger.ReadAsync(Component, Cancel);
        await Ledger.RaiseAsync(Component, Cancel);
        Assert.Equal(first, await Ledger.ReadAsync(Component, Cancel));
    }

    [Fact]
    public async Task Debt_raised_while_another_is_being_paid_is_not_paid_with_it()
    {
        await Ledger.RaiseAsync(Component, Cancel);
        var generation = await Ledger.BeginPayingAsync(Component, Cancel);
        await Ledger.RaiseAsync(Component, Cancel);
        await AssertStandsAsync(isRaised: true, isUnpaid: true);
        Assert.False(await Ledger.TryPayAsync(Component, generation, Cancel));
        await AssertStandsAsync(isRaised: true, isUnpaid: true);
        var second = await Ledger.BeginPayingAsync(Component, Cancel);
        Assert.True(second > generation, $"Generation {second} after {generation}.");
        Assert.False(await Ledger.TryPayAsync(Component, generation, Cancel));
        Assert.True(await Ledger.TryPayAsync(Component, second, Cancel));
        await AssertStandsAsync(isRaised: false, isUnpaid: false);
    }

    [Fact]
    public async Task Debt_raised_while_nothing_was_owed_is_not_paid_by_the_walk_under_way()
    {
        await PayAllAsync();
        var generation = await Ledger.BeginPayingAsync(Component, Cancel);
        await Ledger.RaiseAsync(Component, Cancel);
        await AssertStandsAsync(isRaised: true, isUnpaid: true);
        Assert.False(await Ledger.TryPayAsync(Component, generation, Cancel));
        await AssertStandsAsync(isRaised: true, isUnpaid: true);
    }

    [Fact]
    public async Task Paying_where_nothing_is_owed_succeeds()
    {
        await PayAllAsync();
        await PayAllAsync();
        await AssertStandsAsync(isRaised: false, isUnpaid: false);
    }

    [Fact]
    public async Task A_walk_that_died_leaves_the_debt_to_the_next_one()
    {
        await Ledger.RaiseAsync(Component, Cancel);
        await Ledger.BeginPayingAsync(Component, Cancel);
        await ReopenAsync();
        Assert.True((await Ledger.ReadAsync(Component, Cancel)).IsRaised);
        await PayAllAsync();
        Assert.False((await Ledger.ReadAsync(Component, Cancel)).IsRaised);
    }

    [Fact]
    public async Task Debt_outlives_the_ledger()
    {
        await Ledger.RaiseAsync(Component, Cancel);
        var state = await Ledger.ReadAsync(Component, Cancel);
        await ReopenAsync();
        Assert.Equal(state, await Ledger.ReadAsync(Component, Cancel));
        await Ledger.RaiseAsync(Component, Cancel);
        Assert.Equal(state, await Ledger.ReadAsync(Component, Cancel));
    }

    [Fact]
    public async Task Components_owe_on_their_own()
    {
        await PayAllAsync();
        var other = await Ledger.ReadAsync(Component.Configuration, Cancel);
        await Ledger.RaiseAsync(Component, Cancel);
        Assert.Equal(other, await Ledger.ReadAsync(Component.Configuration, Cancel));
    }

    [Fact]
    public async Task Debt_raised_by_many_at_once_stands_and_is_paid_once()
    {
        await PayAllAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            async () => await Ledger.RaiseAsync(Component, Cancel), Cancel)));
        await AssertStandsAsync(isRaised: true, isUnpaid: true);
        await PayAllAsync();
    }

    [Fact]
    public async Task No_debt_raised_beside_a_payment_is_lost()
    {
        for (var round = 0; round < 20; round++)
        {
            await PayAllAsync();
            var generation = await Ledger.BeginPayingAsync(Component, Cancel);
            var paying = Task.Run(async () => await Ledger.TryPayAsync(Component, generation, Cancel), Cancel);
            await Task.Run(async () => await Ledger.RaiseAsync(Component, Cancel), Cancel);
            await paying;
            await AssertStandsAsync(isRaised: true, isUnpaid: true);
        }
    }

    /// <summary>Opens a ledger that this test may raise debt in.</summary>
    protected abstract ValueTask<IDebtLedger> CreateAsync();

    /// <summary>Closes a ledger and opens its data again, as a new process would.</summary>
    protected abstract ValueTask<IDebtLedger> ReopenAsync(IDebtLedger ledger);

    public virtual async ValueTask InitializeAsync() => _ledger = await CreateAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_ledger is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private async Task ReopenAsync() => _ledger = await ReopenAsync(Ledger);

    private async Task PayAllAsync()
    {
        var generation = await Ledger.BeginPayingAsync(Component, Cancel);
        Assert.True(await Ledger.TryPayAsync(Component, generation, Cancel), "Debt stands that nobody raised.");
    }

    private async Task AssertStandsAsync(bool isRaised, bool isUnpaid)
    {
        var state = await Ledger.ReadAsync(Component, Cancel);
        Assert.Equal((isRaised, isUnpaid), (state.IsRaised, state.IsUnpaid));
    }
}
