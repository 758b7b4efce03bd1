namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>The answer to a verb.</summary>
/// <param name="Done">
/// True when it is done now, was done before, or (dry run) would be done; false when something stands in the way.
/// </param>
/// <param name="Message">What was done, or the one reason why not with the way out.</param>
public sealed record VerbResult(bool Done, string Message)
{
    internal static VerbResult Did(string message) => new(true, message);

    internal static VerbResult Not(string reason) => new(false, reason);
}
