using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Brings in files that become documents of the component <c>configuration</c>.</summary>
internal sealed class DocumentImport(IImportTarget target, ImportLedger ledger)
{
    private const int DepthMax = 63;

    /// <summary>Takes one file.</summary>
    public async ValueTask TakeAsync(ImportFile file, ConfigurationKey key, CancellationToken cancellation)
    {
        if (ledger.Open(file, fault: null) is not { } text)
        {
            return;
        }

        var document = text.Fault is null
            ? ProfileText.Read(text.Content, ConfigurationLimits.BodyBytesMax, DepthMax)
            : new ProfileText(null, text.Fault);
        if (document.Body is not { } body)
        {
            await ledger.PutAsideAsync(text, document.Fault!, cancellation);
            return;
        }

        try
        {
            ledger.Add(text, await target.ImportAsync(key, body, file.Name, cancellation));
        }
        catch (InvalidInputException e)
        {
            await ledger.PutAsideAsync(text, e.Message, cancellation);
        }
        catch (DataDamagedException e)
        {
            ledger.Fail(text.Name, text.Id, e.Message);
        }
    }
}
