using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Debt;

/// <summary>Two keys in the root and in the follower, the debt, the document, two silos and two walks.</summary>
internal struct DebtState
{
    /// <summary>1 in DualWrite, 0 in Off.</summary>
    public byte Mirrors;

    /// <summary>1 when debt was raised for the start that is under way.</summary>
    public byte IsStarting;
    public byte Starts;

    /// <summary>Ticks since the phase became DualWrite.</summary>
    public byte Since;
    public byte Writes;
    public Ledger Ledger;
    public Checkpoint Checkpoint;
    public Two<byte> Root;
    public Two<byte> Follower;
    public Two<byte> Acknowledged;
    public Two<DebtSilo> Silos;
    public Two<Walk> Walks;

    /// <summary>The wait before a walk may begin: longer than the lease of a view.</summary>
    public const byte Wait = 2;

    /// <summary>What the status calls in sync.</summary>
    public readonly bool IsInSync => Mirrors == 1 && Ledger.IsRaised == 0;

    public readonly bool FollowerLacksAcknowledged => Follower[0] < Acknowledged[0] || Follower[1] < Acknowledged[1];

    /// <summary>Gives the document a new version, which no walk knows but the one that wrote it.</summary>
    public void ChangeDocument(int writer = -1)
    {
        for (var i = 0; i < 2; i++)
        {
            Walks[i].IsCurrent = (byte)(i == writer ? 1 : 0);
        }
    }
}
