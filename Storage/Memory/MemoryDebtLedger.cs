using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Memory;

/// <summary>The debt ledger that the others are compared with. Gone with the process.</summary>
public sealed class MemoryDebtLedger : IDebtLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Component, DebtState> _states = [];

    /// <inheritdoc/>
    public ValueTask<DebtState> ReadAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(State(component));
        }
    }

    /// <inheritdoc/>
    public ValueTask RaiseAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var state = State(component);
            if (!state.IsUnpaid)
            {
                _states[component] = state with { Generation = state.Generation + 1, IsRaised = true };
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> BeginPayingAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var state = State(component);
            _states[component] = state with { Paying = state.Generation };
            return new(state.Generation);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryPayAsync(Component component, long generation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var state = State(component);
            if (state.Generation == generation)
            {
                _states[component] = state with { IsRaised = false };
            }

            return new(!State(component).IsRaised);
        }
    }

    private DebtState State(Component component) => _states.GetValueOrDefault(component);
}
