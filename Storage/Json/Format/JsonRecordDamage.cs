using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Json.Format;

/// <summary>Why a file is not what was written, and what can be taken over from it.</summary>
/// <param name="Reason">A few words for an operator, after "it" or "its"; never a part of the content.</param>
/// <param name="Adoptable">The JSON in the file without our member; null when it is no acceptable JSON.</param>
/// <param name="Claimed">The revision that the file tells; <see cref="Revision.None"/> if it tells none.</param>
internal sealed record JsonRecordDamage(string Reason, RecordBody? Adoptable, Revision Claimed);
