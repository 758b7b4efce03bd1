using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Settling;

/// <summary>One key at the root, whichever store that is, and two activations that write it.</summary>
internal struct SettlingState
{
    public byte Revision;
    public byte Ids;
    public byte IsSealed;
    public byte Seals;

    /// <summary>One bit for each write whose caller heard that it happened.</summary>
    public byte ToldYes;

    /// <summary>One bit for each write whose caller heard that it did not happen.</summary>
    public byte ToldNo;

    /// <summary>The write that made each revision. The store itself knows only the newest.</summary>
    public Eight Owners;
    public Two<Writer> Writers;

    public readonly int Happened
    {
        get
        {
            var ids = 0;
            for (var revision = 1; revision <= Revision; revision++)
            {
                ids |= 1 << Owners[revision];
            }

            return ids;
        }
    }

    /// <summary>The compare-and-set of a store: accepted also where this very write has made the revision.</summary>
    public bool TryWrite(byte id, byte expected)
    {
        if (Revision == expected)
        {
            Owners[++Revision] = id;
            return true;
        }

        return Revision == expected + 1 && Owners[Revision] == id;
    }
}
