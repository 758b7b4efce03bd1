namespace HybridOrleans.Model.Tests.Debt;

/// <summary>What the document says of the synchronisation that is under way.</summary>
internal struct Checkpoint
{
    public byte Exists;
    public byte Generation;
    public byte Cursor;
}
