using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Brings in the events of one file after another, thousands at a time.</summary>
internal sealed class EventImport(BotId bot, string sourceBot, IImportTarget target, ImportLedger ledger)
{
    private readonly EventGate _gate = new(bot, target);

    /// <summary>Takes the file of one month.</summary>
    public async ValueTask TakeAsync(ImportFile file, CancellationToken cancellation)
    {
        var tally = new EventTally(file, ledger);
        try
        {
            using var opened = SourceFile.Open(file.Path);
            await new EventFile(bot, target, ledger, tally, _gate, file, opened, sourceBot).TakeAsync(cancellation);
            if (opened.HasChanged)
            {
                ledger.Fail(file.Name, null, "the file was changed while it was read; run the import again");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DataDamagedException
            or InvalidInputException)
        {
            ledger.Fail(file.Name, null, e.Message);
        }
        finally
        {
            // A run that was stopped has a report too.
            tally.Close();
        }
    }
}
