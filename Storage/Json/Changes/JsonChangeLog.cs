using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Changes;

/// <summary>The lists of changed keys of a JSON store. Every call runs under the lock of its component.</summary>
internal sealed class JsonChangeLog(Func<Component, JsonComponent> open) : IChangeLog
{
    /// <inheritdoc/>
    public ValueTask<ChangePosition> StartAsync(Component component, CancellationToken cancellation)
        => RunAsync(component, static list => list.Start(), cancellation);

    /// <inheritdoc/>
    public ValueTask<ChangePage> ReadAsync(
        Component component, ChangePosition after, int max, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return RunAsync(component, list => list.Read(after, max), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask TrimAsync(Component component, ChangePosition upTo, CancellationToken cancellation)
        => await RunAsync(component, list => list.Trim(upTo), cancellation);

    /// <inheritdoc/>
    public async ValueTask StopAsync(Component component, CancellationToken cancellation)
        => await RunAsync(component, static list => list.Stop(), cancellation);

    private async ValueTask<T> RunAsync<T>(Component component, Func<ChangeList, T> act, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await open(component).RunAsync(locked => act(locked.Context.Changes), cancellation);
        }
        catch (Exception e) when (e is IOException or OutcomeUnknownException)
        {
            throw JsonErrors.ChangesFailed(component, e);
        }
    }
}
