namespace HybridOrleans.Model.Tests.Documents;

/// <summary>A migration document: the decision itself, or a copy of it that says where to look.</summary>
internal struct Document
{
    /// <summary>0 when there is no document.</summary>
    public byte Version;
    public byte Epoch;
    public byte NamesPostgres;
    public byte IsSwitching;

    /// <summary>The same document, changed once more.</summary>
    public readonly Document Changed() => this with { Version = (byte)(Version + 1) };
}
