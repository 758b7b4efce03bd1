using HybridOrleans.Client.Girls;

namespace HybridOrleans.Client;

/// <summary>Profiles as plain files of the old bot, without a cluster: for tests and tiny bots.</summary>
/// <remarks>
/// <c>girls_data/{chat_id}.json</c>, <c>conversations/{chat_id}.json</c> (only read) and
/// <c>backups/{chat_id}/YYYY-MM-DD.json</c>. A file is replaced as a whole; a power cut may undo the last changes.
/// Callers of one process never lose each other's changes; a second process on the same folder is not guarded against.
/// </remarks>
public sealed class GirlsManager : GirlsBook
{
    /// <summary>Takes the folder of a bot.</summary>
    /// <param name="folder">The folder that holds <c>girls_data</c>; made by the first write when missing.</param>
    /// <param name="settings">Null for the defaults.</param>
    public GirlsManager(string folder, GirlsSettings? settings = null)
        : base(new FileGirlStore(folder, (settings ?? new()).Time), settings ?? new())
    {
    }
}
