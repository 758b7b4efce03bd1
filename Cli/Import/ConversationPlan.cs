using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>What is to be done with the messages of one file, seen what the conversation holds.</summary>
/// <param name="Missing">Those that the conversation lacks, in their order.</param>
/// <param name="Kept">Null when they may be appended; else why they must not.</param>
/// <param name="Reason">Why they must not, in words.</param>
internal sealed record ConversationPlan(
    IReadOnlyList<NewMessage> Missing, ImportResult? Kept = null, string Reason = "")
{
    /// <summary>Compares by the ids, which no message loses however long the conversation is.</summary>
    /// <param name="wanted">The messages of the file, each with the id of its import.</param>
    /// <param name="held">The ids of the messages that the conversation holds, in their order.</param>
    /// <param name="first">The number of the first message that is not deleted.</param>
    /// <param name="mode">Whether what was deleted may come back.</param>
    public static ConversationPlan Of(
        IReadOnlyList<NewMessage> wanted, IReadOnlyList<string?> held, long first, ImportMode mode)
    {
        var ids = held.ToHashSet();
        NewMessage[] missing = [.. wanted.Where(message => !ids.Contains(message.Id))];
        if (missing.Length == 0 || (held.Count == 0 && (first == 1 || mode == ImportMode.Overwrite)))
        {
            return new(missing);
        }

        if (held.Count == 0)
        {
            return new(
                missing, ImportResult.KeptDeleted, "the conversation was deleted; --overwrite brings it back");
        }

        // What an import that was stopped left behind is the beginning of the file, and nothing else.
        return held.SequenceEqual(wanted.Take(held.Count).Select(message => message.Id))
            ? new(missing)
            : new(
                missing, ImportResult.KeptOther,
                "the conversation holds other messages; these would come behind newer ones");
    }
}
