using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Writes down what became of the texts of one kind, and puts aside what cannot be taken.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class ImportLedger(ImportKind kind, IImportTarget target, ImportReport report)
{
    private const int QuarantineBytesMax = 8 * 1024 * 1024;

    /// <summary>Reads a whole file of the source.</summary>
    /// <returns>Its text, or null when it cannot be read; that is written down.</returns>
    public SourceText? Open(ImportFile file, string? fault)
    {
        try
        {
            using var opened = SourceFile.Open(file.Path);
            return opened.Length > SourceFile.TextBytesMax
                ? new SourceText(file.Name, file.Id, null, RecordMap.TooLarge(opened.Length))
                : new SourceText(file.Name, file.Id, opened.Read(0, opened.Length), fault);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(file.Name, file.Id, e.Message);
            return null;
        }
    }

    /// <summary>Keeps a text that cannot be imported.</summary>
    public async ValueTask PutAsideAsync(SourceText text, string reason, CancellationToken cancellation)
    {
        if (text.Content is not { Length: <= QuarantineBytesMax } content)
        {
            Fail(text.Name, text.Id, $"{reason}; too large for the quarantine, it stays in the source only");
            return;
        }

        await target.QuarantineAsync(text.Name, reason, content, cancellation);
        report.Add(new ReportItem(kind, text.Name, text.Id, ImportResult.Quarantined, reason));
    }

    /// <summary>Writes down what the store answered.</summary>
    public void Add(SourceText text, ImportOutcome outcome)
    {
        switch (outcome)
        {
            case ImportOutcome.Created:
                report.Add(kind, ImportResult.Imported);
                break;
            case ImportOutcome.Unchanged:
                report.Add(kind, ImportResult.Unchanged);
                break;
            case ImportOutcome.Overwritten:
                Add(text, ImportResult.Overwritten, "what the store held is in quarantine");
                break;
            case ImportOutcome.KeptOther:
                Add(text, ImportResult.KeptOther, "the store holds another body; --overwrite replaces it");
                break;
            case ImportOutcome.KeptDeleted:
                Add(text, ImportResult.KeptDeleted, "deleted on the cluster; --overwrite brings it back");
                break;
            default:
                throw new InvalidOperationException($"The outcome {outcome} of an import is not known here.");
        }
    }

    /// <summary>Writes down several texts that need no explanation.</summary>
    public void Add(ImportResult result, int count) => report.Add(kind, result, count);

    /// <summary>Writes down several texts of one file, and why they ended so.</summary>
    public void Add(ImportFile file, ImportResult result, int count, string reason)
    {
        report.Add(kind, result, count - 1);
        report.Add(new ReportItem(kind, file.Name, file.Id, result, reason));
    }

    /// <summary>Writes down that another text of the source counts.</summary>
    public void Skip(string source, long id, string reason)
        => report.Add(new ReportItem(kind, source, id, ImportResult.Skipped, reason));

    /// <summary>Writes down what is in the source only.</summary>
    public void Fail(string source, long? id, string reason)
        => report.Add(new ReportItem(kind, source, id, ImportResult.Failed, reason));

    private void Add(SourceText text, ImportResult result, string reason)
        => report.Add(new ReportItem(kind, text.Name, text.Id, result, reason));
}
