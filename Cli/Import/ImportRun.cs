using System.Globalization;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Json;
using HybridOrleans.Cli.Output;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Brings the profiles of one folder in, many at a time.</summary>
/// <remarks>
/// There is no checkpoint. A run that was killed is repeated from the start: each profile is offered to the store,
/// which answers "unchanged" for what it holds, so that the end state is the same however often and wherever it was
/// stopped.
/// </remarks>
internal sealed class ImportRun(BotId bot, IImportTarget target, ImportReport report, ProgressCounter progress)
{
    private const int QuarantineBytesMax = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly HashSet<long> _settled = [];

    /// <summary>How many profiles are on their way at once.</summary>
    public required int InFlight { get; init; }

    /// <summary>Goes through the folder.</summary>
    /// <exception cref="ConnectionLostException">The report says how far it came.</exception>
    public async Task RunAsync(BotFolder folder, CancellationToken cancellation)
    {
        using var map = folder.Map is { } file ? Open(file, cancellation) : null;
        progress.Total = folder.Profiles.Count + (map?.Ids.Count ?? 0) + (map?.Unusable.Count ?? 0);
        await EachAsync(folder.Profiles, TakeFileAsync, cancellation);
        if (map is not null)
        {
            await TakeMapAsync(map, cancellation);
        }

        report.IsFinished = true;
    }

    private RecordMap? Open(ProfileFile file, CancellationToken cancellation)
    {
        try
        {
            return RecordMap.Open(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(file.Name, null, e.Message);
            return null;
        }
    }

    private async ValueTask TakeFileAsync(ProfileFile file, CancellationToken cancellation)
    {
        try
        {
            using var opened = SourceFile.Open(file.Path);
            var fault = file.Id is null ? "its name is no id" : null;
            var text = opened.Length > SourceFile.TextBytesMax
                ? new SourceText(file.Name, file.Id, null, RecordMap.TooLarge(opened.Length))
                : new SourceText(file.Name, file.Id, opened.Read(0, opened.Length), fault);
            await TakeAsync(text, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(file.Name, file.Id, e.Message);
        }
    }

    private async Task TakeMapAsync(RecordMap map, CancellationToken cancellation)
    {
        foreach (var id in map.Superseded)
        {
            Skip(map, id, "a later record for the same id in this file counts");
        }

        await EachAsync(map.Unusable, (entry, token) => TakeAsync(map.Read(entry), token), cancellation);
        await EachAsync(map.Ids, (id, token) => TakeRecordAsync(map, id, token), cancellation);
        if (map.HasChanged)
        {
            Fail(map.NameOf("*"), null, "the file was changed while it was read; run the import again");
        }
    }

    private async ValueTask TakeRecordAsync(RecordMap map, long id, CancellationToken cancellation)
    {
        // A file in girls_data/ wins, but only one that is a profile: a blank or damaged file must not hide the record.
        if (IsSettled(id))
        {
            Skip(map, id, $"girls_data/{id.ToString(CultureInfo.InvariantCulture)}.json counts");
            return;
        }

        try
        {
            await TakeAsync(map.Read(id), cancellation);
        }
        catch (IOException e)
        {
            Fail(map.NameOf(id.ToString(CultureInfo.InvariantCulture)), id, e.Message);
        }
    }

    private async ValueTask TakeAsync(SourceText text, CancellationToken cancellation)
    {
        var profile = text.Fault is null ? ProfileText.Read(text.Content) : new ProfileText(null, text.Fault);
        if (profile.Body is not { } body || text.Id is not { } id)
        {
            await PutAsideAsync(text, profile.Fault ?? "its name is no id", cancellation);
            return;
        }

        try
        {
            Report(text, await target.ImportAsync(new UserKey(bot, id), body, cancellation));
            Settle(id);
        }
        catch (InvalidInputException e)
        {
            await PutAsideAsync(text, e.Message, cancellation);
        }
        catch (DataDamagedException e)
        {
            Settle(id);
            Fail(text.Name, id, e.Message);
        }
    }

    private async ValueTask PutAsideAsync(SourceText text, string reason, CancellationToken cancellation)
    {
        if (text.Content is not { Length: <= QuarantineBytesMax } content)
        {
            Fail(text.Name, text.Id, $"{reason}; too large for the quarantine, it stays in the source only");
            return;
        }

        await target.QuarantineAsync(text.Name, reason, content, cancellation);
        report.Add(new ReportItem(text.Name, text.Id, ImportResult.Quarantined, reason));
    }

    private void Report(SourceText text, ImportOutcome outcome)
    {
        switch (outcome)
        {
            case ImportOutcome.Created:
                report.Add(ImportResult.Imported);
                break;
            case ImportOutcome.Unchanged:
                report.Add(ImportResult.Unchanged);
                break;
            case ImportOutcome.Overwritten:
                report.Add(new ReportItem(
                    text.Name, text.Id, ImportResult.Overwritten, "what the store held is in quarantine"));
                break;
            case ImportOutcome.KeptOther:
                report.Add(new ReportItem(
                    text.Name, text.Id, ImportResult.KeptOther,
                    "the store holds another body; --overwrite replaces it"));
                break;
            case ImportOutcome.KeptDeleted:
                report.Add(new ReportItem(
                    text.Name, text.Id, ImportResult.KeptDeleted,
                    "deleted on the cluster; --overwrite brings it back"));
                break;
            default:
                throw new InvalidOperationException($"The outcome {outcome} of an import is not known here.");
        }
    }

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

    private void Skip(RecordMap map, long id, string reason)
        => report.Add(new ReportItem(
            map.NameOf(id.ToString(CultureInfo.InvariantCulture)), id, ImportResult.Skipped, reason));

    private void Fail(string source, long? id, string reason)
        => report.Add(new ReportItem(source, id, ImportResult.Failed, reason));

    private bool IsSettled(long id)
    {
        lock (_gate)
        {
            return _settled.Contains(id);
        }
    }

    private void Settle(long id)
    {
        lock (_gate)
        {
            _settled.Add(id);
        }
    }
}
