using System.Globalization;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Cli.Json;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Brings in the profiles: of the files, then of the file that holds many.</summary>
internal sealed class ProfileImport(BotId bot, IImportTarget target, ImportLedger ledger)
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _settled = [];

    /// <summary>Opens the file that holds many.</summary>
    /// <returns>Null when it cannot be read; that is written down.</returns>
    public RecordMap? Open(ImportFile file, CancellationToken cancellation)
    {
        try
        {
            return RecordMap.Open(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ledger.Fail(file.Name, null, e.Message);
            return null;
        }
    }

    /// <summary>Takes a file of one profile.</summary>
    public async ValueTask TakeFileAsync(ImportFile file, CancellationToken cancellation)
    {
        if (ledger.Open(file, file.Id is null ? "its name is no id" : null) is { } text)
        {
            await TakeAsync(text, cancellation);
        }
    }

    /// <summary>Takes a part of the map that is no record.</summary>
    public ValueTask TakeUnusableAsync(RecordMap map, MapEntry entry, CancellationToken cancellation)
        => TakeAsync(map.Read(entry), cancellation);

    /// <summary>Writes down the records that others in the same map replace.</summary>
    public void SkipSuperseded(RecordMap map)
    {
        foreach (var id in map.Superseded)
        {
            Skip(map, id, "a later record for the same id in this file counts");
        }
    }

    /// <summary>Takes a record of the map; all files must have been taken before.</summary>
    public async ValueTask TakeRecordAsync(RecordMap map, long id, CancellationToken cancellation)
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
            ledger.Fail(map.NameOf(id.ToString(CultureInfo.InvariantCulture)), id, e.Message);
        }
    }

    /// <summary>Writes down a map that changed while it was read.</summary>
    public void RequireUnchanged(RecordMap map)
    {
        if (map.HasChanged)
        {
            ledger.Fail(map.NameOf("*"), null, "the file was changed while it was read; run the import again");
        }
    }

    private async ValueTask TakeAsync(SourceText text, CancellationToken cancellation)
    {
        var profile = text.Fault is null ? ProfileText.Read(text.Content) : new ProfileText(null, text.Fault);
        if (profile.Body is not { } body || text.Id is not { } id)
        {
            await ledger.PutAsideAsync(text, profile.Fault ?? "its name is no id", cancellation);
            return;
        }

        try
        {
            ledger.Add(text, await target.ImportAsync(new UserKey(bot, id), body, cancellation));
            Settle(id);
        }
        catch (InvalidInputException e)
        {
            await ledger.PutAsideAsync(text, e.Message, cancellation);
        }
        catch (DataDamagedException e)
        {
            Settle(id);
            ledger.Fail(text.Name, id, e.Message);
        }
    }

    private void Skip(RecordMap map, long id, string reason)
        => ledger.Skip(map.NameOf(id.ToString(CultureInfo.InvariantCulture)), id, reason);

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
