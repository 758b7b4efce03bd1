using HybridOrleans.Client;

namespace HybridOrleans.Cluster.Tests.Girls;

/// <summary>Where the profiles of a contract test lie, below the calls that are tested.</summary>
public interface IGirlsPlace
{
    /// <summary>A manager of all profiles of this place.</summary>
    IGirlsManager Manage(GirlsSettings settings);

    /// <summary>Puts a text where a profile lies.</summary>
    Task PutAsync(long chatId, string json);

    /// <summary>The text of a profile without white space; null when there is none.</summary>
    Task<string?> TextAsync(long chatId);

    /// <summary>Adds messages to a chat that has none.</summary>
    Task SayAsync(long chatId, params (DateTimeOffset At, string Text)[] messages);

    /// <summary>The messages of a backup, as JSON without white space; null when there is none.</summary>
    Task<string?> BackupAsync(long chatId, string day);
}
