using HybridOrleans.Storage.Json.Format;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json;

/// <summary>What the files of one record hold.</summary>
/// <param name="Plain">The plain file; null when there is none.</param>
/// <param name="Tombstone">The tombstone; null when there is none.</param>
internal readonly record struct RecordLook(JsonRecordFileReading? Plain, JsonRecordFileReading? Tombstone)
{
    /// <summary>The newest record: of a plain file and a tombstone the higher revision wins.</summary>
    public StoredRecord? Record
    {
        get
        {
            var (plain, tombstone) = (Plain?.Record, Tombstone?.Record);
            return plain is null || (tombstone is not null && tombstone.Revision > plain.Revision) ? tombstone : plain;
        }
    }

    /// <summary>The damage; null when no file is damaged. One damaged file makes the record damaged.</summary>
    public JsonRecordDamage? Damage => Plain?.Damage ?? Tombstone?.Damage;

    /// <summary>True when the damage can be taken over: readable JSON, or a delete that nothing contradicts.</summary>
    public bool CanBeAdopted => Damage?.Adoptable is not null || (Plain is null && Tombstone?.Damage is not null);

    /// <summary>The revision that stands.</summary>
    public Revision Revision => Record?.Revision ?? Revision.None;

    /// <summary>The highest revision that any of the files has or claims.</summary>
    public Revision Known => Max(Max(ClaimOf(Plain), ClaimOf(Tombstone)), Revision);

    /// <summary>The damaged file, relative to the root.</summary>
    public string DamagedPlace(RecordPaths paths)
        => Plain?.Damage is not null ? paths.PlainRelative : paths.TombstoneRelative;

    /// <summary>The higher one of two revisions.</summary>
    public static Revision Max(Revision left, Revision right) => left > right ? left : right;

    private static Revision ClaimOf(JsonRecordFileReading? file) => file?.Damage?.Claimed ?? Revision.None;
}
