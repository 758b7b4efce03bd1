using HybridOrleans.Storage.Records;
using Npgsql;

namespace HybridOrleans.Storage.Postgres.Fencing;

/// <summary>Raises and reads the lowest epoch that a component accepts.</summary>
internal sealed class FenceRaiser(PostgresCalls calls, ExclusiveTurn turn, PostgresErrors errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <exception cref="StoreUnavailableException">No answer; the fence may have risen.</exception>
    public Task<Epoch> RaiseAsync(Component component, Epoch lowest, CancellationToken cancellation)
        => turn.RunAsync(
            component, Patience, (connection, limited) => RaiseAsync(connection, component, lowest, limited),
            e => errors.FenceNotRaised(component, e), cancellation);

    /// <exception cref="StoreUnavailableException">No answer, or the fence is missing.</exception>
    public Task<Epoch> ReadAsync(Component component, CancellationToken cancellation)
        => calls.RunAsync(
            async (connection, limited) =>
            {
                await using var read = new NpgsqlCommand("select lowest from fences where component = $1", connection);
                read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = component.Name });
                return new Epoch(await read.ExecuteScalarAsync(limited).ConfigureAwait(false) as long?
                    ?? throw errors.FenceMissing(component));
            },
            e => errors.ReadFailed(component, e), cancellation);

    private async Task<Epoch> RaiseAsync(
        NpgsqlConnection connection, Component component, Epoch lowest, CancellationToken cancellation)
    {
        await using var raise = new NpgsqlCommand(
            """
            update fences set lowest = greatest(lowest, $2),
              raised_at = case when $2 > lowest then now() else raised_at end
            where component = $1
            returning lowest
            """,
            connection);
        raise.Parameters.Add(new NpgsqlParameter<string> { TypedValue = component.Name });
        raise.Parameters.Add(new NpgsqlParameter<long> { TypedValue = lowest.Value });
        return new Epoch(await raise.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as long?
            ?? throw errors.FenceMissing(component));
    }
}
