using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Brings in files that become documents of the component <c>configuration</c>.</summary>
internal sealed class DocumentImport(IImportTarget target, ImportLedger ledger)
{
    private const int DepthMax = 63;

    /// <summary>Takes a file that must be an object.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">The document that it becomes; null when its name tells none.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public ValueTask TakeAsync(ImportFile file, ConfigurationKey? key, CancellationToken cancellation)
        => TakeAsync(file, key, content => content, cancellation);

    /// <summary>Takes a file that is an object, or an array that a document must be put around.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">The document that it becomes; null when its name tells none.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public ValueTask TakeWrappedAsync(ImportFile file, ConfigurationKey? key, CancellationToken cancellation)
        => TakeAsync(file, key, BackupText.Of, cancellation);

    private async ValueTask TakeAsync(
        ImportFile file, ConfigurationKey? key, Func<byte[]?, byte[]?> shape, CancellationToken cancellation)
    {
        if (ledger.Open(file, key is null ? "its name is no chat id and date" : null) is not { } text)
        {
            return;
        }

        var document = text.Fault is null
            ? ProfileText.Read(shape(text.Content), ConfigurationLimits.BodyBytesMax, DepthMax)
            : new ProfileText(null, text.Fault);
        if (document.Body is not { } body || key is not { } place)
        {
            await ledger.PutAsideAsync(text, document.Fault!, cancellation);
            return;
        }

        try
        {
            ledger.Add(text, await target.ImportAsync(place, body, file.Name, cancellation));
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
