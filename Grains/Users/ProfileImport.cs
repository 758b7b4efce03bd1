using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Grains.Records;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Grains.Users;

/// <summary>What an import does with what it meets.</summary>
internal sealed record ProfileImport(RecordBody Body, ImportMode Mode)
{
    public ImportOutcome Decide(HeldRecord present) => present switch
    {
        { Revision: 0 } => ImportOutcome.Created,
        { Body: { } other } when other.Equals(Body) => ImportOutcome.Unchanged,
        _ when Mode == ImportMode.Overwrite => ImportOutcome.Overwritten,
        { Body: null } => ImportOutcome.KeptDeleted,
        _ => ImportOutcome.KeptOther,
    };

    public static bool Writes(ImportOutcome outcome)
        => outcome is ImportOutcome.Created or ImportOutcome.Overwritten;
}
