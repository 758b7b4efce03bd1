namespace HybridOrleans.Model.Tests.Documents;

/// <summary>What a silo believes, and the pull that is under way.</summary>
internal struct SiloView
{
    public byte Epoch;
    public byte RootIsPostgres;
    public byte Pulling;

    /// <summary>JSON's document as the pull has read it.</summary>
    public Document Json;

    public const byte NotPulling = 0;
    public const byte HasReadJson = 1;
    public const byte HasSeenTwo = 2;
}
