using System.Diagnostics.CodeAnalysis;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>What a file turned out to be: a record exactly as it was written, or a damage.</summary>
internal sealed class JsonRecordFileReading
{
    private JsonRecordFileReading(StoredRecord? record, JsonRecordDamage? damage)
    {
        Record = record;
        Damage = damage;
    }

    /// <summary>True when the bytes are what was written, white space aside.</summary>
    [MemberNotNullWhen(true, nameof(Record))]
    [MemberNotNullWhen(false, nameof(Damage))]
    public bool IsGood => Record is not null;

    /// <summary>The record or tombstone; null when the file is damaged.</summary>
    public StoredRecord? Record { get; }

    /// <summary>What does not fit; null when the file is good.</summary>
    public JsonRecordDamage? Damage { get; }

    public static JsonRecordFileReading Good(Revision revision, WriteId writeId, RecordBody? body)
        => new(new StoredRecord { Revision = revision, WriteId = writeId, Body = body }, null);

    public static JsonRecordFileReading Damaged(string reason, RecordBody? adoptable, Revision claimed)
        => new(null, new JsonRecordDamage(reason, adoptable, claimed));
}
