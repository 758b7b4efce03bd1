namespace HybridOrleans.Model.Tests.Documents;

/// <summary>Somebody who carries a migration on: what it knows, how far it has come. It may hang anywhere.</summary>
internal struct Controller
{
    public byte At;

    /// <summary>The document that decides, as it was read or written by this controller.</summary>
    public Document Deciding;

    /// <summary>The version that the other store's document had when it was read.</summary>
    public byte OtherVersion;

    public const byte Idle = 0;
    public const byte HasReadJson = 1;
    public const byte Knows = 2;
    public const byte HasSealed = 3;
    public const byte HasVerified = 4;
    public const byte MustCopyToOther = 5;
}
