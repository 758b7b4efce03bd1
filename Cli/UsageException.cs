namespace HybridOrleans.Cli;

/// <summary>
/// The command cannot be carried out as it was asked for. Nothing was done; the message says what to change.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);
