using HybridOrleans.Cli.Connection;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Where an import goes: the cluster, or a rehearsal that only looks.</summary>
/// <remarks>Safe for many callers at once; every call may be repeated.</remarks>
internal interface IImportTarget
{
    /// <summary>What may be replaced.</summary>
    ImportMode Mode { get; }

    /// <summary>Brings in one profile.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask<ImportOutcome> ImportAsync(UserKey key, JsonText body, CancellationToken cancellation);

    /// <summary>Brings in one document of the component <c>configuration</c>.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="body">What the source has.</param>
    /// <param name="source">Names the file; a body that it replaces is kept under this name.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask<ImportOutcome> ImportAsync(
        ConfigurationKey key, JsonText body, string source, CancellationToken cancellation);

    /// <summary>Reads messages from a number on, from the store.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask<ConversationReading> ReadAsync(
        ConversationKey key, long from, int count, CancellationToken cancellation);

    /// <summary>Appends messages, each of which has an id.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask AppendAsync(
        ConversationKey key, IReadOnlyList<NewMessage> messages, CancellationToken cancellation);

    /// <summary>What the cluster holds of events.</summary>
    HeldEvents Events { get; }

    /// <summary>Logs an event, which has an id.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask LogAsync(BotId bot, NewEvent newEvent, CancellationToken cancellation);

    /// <summary>Keeps bytes that cannot be imported.</summary>
    /// <exception cref="ConnectionLostException">The cluster has not answered for too long.</exception>
    ValueTask QuarantineAsync(
        string source, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellation);
}
