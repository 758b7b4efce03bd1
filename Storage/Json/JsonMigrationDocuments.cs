using HybridOrleans.Storage.Migration.Documents;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>The migration documents in a JSON store: one file per component, beside its fence.</summary>
/// <remarks>
/// Read without the lock, so that a silo learns the phase while another process writes or hangs; replaced under it.
/// </remarks>
internal sealed class JsonMigrationDocuments(Func<Component, JsonComponent> open) : IMigrationDocuments
{
    /// <inheritdoc/>
    public async ValueTask<MigrationDocument?> ReadAsync(Component component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var opened = open(component);
        try
        {
            return await opened.Reader.AskAsync(component, () => Read(opened, component), cancellation);
        }
        catch (IOException e)
        {
            throw JsonErrors.DocumentNotRead(component, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryWriteAsync(
        MigrationDocument document, long expectedVersion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(document.Version, expectedVersion);
        cancellation.ThrowIfCancellationRequested();
        var text = MigrationDocumentFormat.Write(document);
        var opened = open(document.Component);
        try
        {
            return await opened.RunAsync(_ => TryReplace(opened, document, expectedVersion, text), cancellation);
        }
        catch (Exception e) when (e is IOException or OutcomeUnknownException)
        {
            throw JsonErrors.DocumentNotWritten(document.Component, e);
        }
    }

    private static bool TryReplace(
        JsonComponent opened, MigrationDocument document, long expectedVersion, byte[] text)
    {
        var stands = Read(opened, document.Component)?.Version ?? 0;
        if (stands != expectedVersion)
        {
            return false;
        }

        opened.Document.Replace(text);
        return true;
    }

    private static MigrationDocument? Read(JsonComponent opened, Component component)
        => opened.Document.Read() is { } text
            ? MigrationDocumentFormat.Read(text, component, $"'{ComponentFiles.DocumentOf(component)}'")
            : null;
}
