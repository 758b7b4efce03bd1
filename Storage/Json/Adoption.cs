using System.Globalization;
using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Logs;
using HybridOrleans.Storage.Quarantine;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>Takes a damaged or edited file over as one more revision above everything known of the record.</summary>
/// <remarks>
/// A damaged tombstone stays one, since its name says all that a tombstone has to say. Only beside a whole record
/// nobody knows which of the two is the newer one: then a person decides, by removing the other.
/// </remarks>
internal static class Adoption
{
    /// <summary>Runs under the component's lock.</summary>
    public static Revision Run(LockedComponent component, RecordKey key, Epoch epoch)
    {
        var context = component.Context;
        var lowest = context.Fence.Read();
        if (epoch.Value < lowest.Value)
        {
            throw StaleEpochException.Below(key.Component, JsonRecordStore.StoreName, epoch, lowest);
        }

        var paths = component.PathsOf(key);
        var look = PlainFiles.Look(paths);
        if (look.Damage is not { } damage)
        {
            return look.Revision;
        }

        var known = RecordLook.Max(look.Known, component.KnownInJournal(key));
        KeepAll(context, key, paths, look, known);
        if (!look.CanBeAdopted)
        {
            throw JsonErrors.CannotAdopt(paths, look);
        }

        if (damage.Adoptable is { } candidate && LogForm.MistakeOf(key, candidate) is { } mistake)
        {
            throw JsonErrors.NoDocumentOfALog(paths, look, mistake);
        }

        if (known.Value >= RevMember.RevisionMax)
        {
            throw JsonErrors.LastRevision(paths, look);
        }

        var body = damage.Adoptable;
        var entry = new JournalEntry { Key = key.Text, Revision = known.Next, WriteId = WriteId.New(), Body = body };
        var staged = component.Stage(paths, look, entry, QueuedWrite.FileOf(body, entry.Revision, entry.WriteId));
        return component.Persist([staged])[0] is { } failure ? throw failure : entry.Revision;
    }

    /// <summary>What goes into quarantine.</summary>
    public static QuarantinedItem ItemOf(
        RecordKey key, byte[] content, Revision known, string reason, TimeProvider time)
    {
        return new QuarantinedItem
        {
            Owner = KeyEncoding.Decode(key.Text)[0],
            Source = string.Create(CultureInfo.InvariantCulture, $"{RecordSource.WithoutOwner(key)} revision {known}"),
            Reason = reason,
            Content = content,
            KeptAt = time.GetUtcNow(),
        };
    }

    private static void KeepAll(
        ComponentContext context, RecordKey key, RecordPaths paths, RecordLook look, Revision known)
    {
        (string, JsonRecordDamage?)[] files =
            [(paths.Plain, look.Plain?.Damage), (paths.Tombstone, look.Tombstone?.Damage)];
        foreach (var (path, damage) in files)
        {
            if (damage is not null && PlainFiles.TryReadBytes(path) is { } content)
            {
                context.Quarantine.Keep(ItemOf(key, content, known, damage.Reason, context.Time));
            }
        }
    }
}
