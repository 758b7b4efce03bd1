using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import.Source;

/// <summary>How an export names a message or an event that an import would name otherwise.</summary>
internal static class ExportedId
{
    /// <summary>The member that holds the id.</summary>
    public const string Member = "_id";

    /// <summary>True for what a message and an event can have as an id.</summary>
    public static bool IsValid(string? id)
        => id is { Length: > 0 and <= NewMessage.IdLengthMax and <= NewEvent.IdLengthMax }
            && id.All(c => c is > ' ' and <= '~' and not '"' and not '\\');
}
