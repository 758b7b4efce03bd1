namespace HybridOrleans.Cli.Connection;

/// <summary>No silo answered. Nothing was done.</summary>
internal sealed class NoSiloException(string message, Exception? cause = null) : Exception(message, cause)
{
    public static NoSiloException At(ConnectionSettings settings, Exception? cause = null)
        => new(
            $"No silo answers at {string.Join(", ", settings.Gateways)} (tried for "
            + $"{settings.Patience.TotalSeconds:0.#} s). Start one with 'dotnet run --project Silo', "
            + "or name another gateway: --gateway HOST:PORT.",
            cause);
}
