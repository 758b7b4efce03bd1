using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>What a verb makes of a document: the next one, nothing left to do, or a reason why not.</summary>
/// <param name="Next">The document after it; null when it is not changed.</param>
/// <param name="Done">True unless something stands in the way.</param>
/// <param name="Message">What is done, in the past tense, or the reason.</param>
internal sealed record VerbPlan(MigrationDocument? Next, bool Done, string Message)
{
    public static VerbPlan To(MigrationDocument next, string message) => new(next, true, message);

    public static VerbPlan Already(string message) => new(null, true, message);

    public static VerbPlan Not(string reason) => new(null, false, reason);
}
