using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Brings one folder in, many texts at a time.</summary>
/// <remarks>
/// There is no checkpoint. A run that was killed is repeated from the start: each text is offered to the store,
/// which answers "unchanged" for what it holds, so that the end state is the same however often and wherever it was
/// stopped.
/// </remarks>
internal sealed class ImportRun(BotId bot, IImportTarget target, ImportReport report, ProgressCounter progress)
{
    /// <summary>How many texts are on their way at once.</summary>
    public required int InFlight { get; init; }

    /// <summary>How the files of events name the bot.</summary>
    public required string SourceBot { get; init; }

    /// <summary>Goes through the folder.</summary>
    /// <exception cref="ConnectionLostException">The report says how far it came.</exception>
    public async Task RunAsync(BotFolder folder, CancellationToken cancellation)
    {
        var profiles = new ProfileImport(bot, target, LedgerOf(ImportKind.Profiles));
        var conversations = new ConversationImport(bot, target, LedgerOf(ImportKind.Messages));
        var events = new EventImport(bot, SourceBot, target, LedgerOf(ImportKind.Events));
        var configuration = new DocumentImport(target, LedgerOf(ImportKind.Configuration));
        var backups = new DocumentImport(target, LedgerOf(ImportKind.Backups));
        using var map = folder.Map is { } file ? profiles.Open(file, cancellation) : null;
        progress.Total = folder.Profiles.Count + (map?.Ids.Count ?? 0) + (map?.Unusable.Count ?? 0)
            + folder.Conversations.Count + folder.Events.Count + folder.Configuration.Count + folder.Backups.Count;
        await EachAsync(folder.Profiles, profiles.TakeFileAsync, cancellation);
        if (map is not null)
        {
            profiles.SkipSuperseded(map);
            await EachAsync(
                map.Unusable, (entry, token) => profiles.TakeUnusableAsync(map, entry, token), cancellation);
            await EachAsync(map.Ids, (id, token) => profiles.TakeRecordAsync(map, id, token), cancellation);
            profiles.RequireUnchanged(map);
        }

        await EachAsync(folder.Conversations, conversations.TakeAsync, cancellation);
        foreach (var month in folder.Events)
        {
            // One after another: each has thousands of events on their way, and what it holds in memory.
            await events.TakeAsync(month, cancellation);
            progress.Advance();
        }

        await EachAsync(
            folder.Configuration,
            (document, token) => configuration.TakeAsync(document, new ConfigurationKey(bot), token),
            cancellation);
        await EachAsync(
            folder.Backups,
            (day, token) => backups.TakeWrappedAsync(day, BackupText.KeyOf(bot, day), token),
            cancellation);
        report.IsFinished = true;
    }

    private ImportLedger LedgerOf(ImportKind kind) => new(kind, target, report);

    private Task EachAsync<T>(
        IEnumerable<T> items, Func<T, CancellationToken, ValueTask> take, CancellationToken cancellation)
        => Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellation },
            async (item, token) =>
            {
                await take(item, token);
                progress.Advance();
            });
}
