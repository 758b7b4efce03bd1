using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Documents;

/// <summary>Two stores, each with a document, a fence and a key's revision; two controllers; a silo.</summary>
internal struct DocumentsState
{
    /// <summary>JSON first, PostgreSQL second.</summary>
    public Two<Document> Documents;
    public Two<byte> Fences;
    public Two<byte> Revisions;
    public byte Acknowledged;
    public byte IsUp;
    public byte Outages;
    public Law Broken;
    public Two<Controller> Controllers;
    public SiloView Silo;

    public const int Json = 0;
    public const int Postgres = 1;

    public readonly bool Answers(int store) => store == Json || IsUp == 1;
}
