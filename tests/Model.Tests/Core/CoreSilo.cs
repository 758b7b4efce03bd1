namespace HybridOrleans.Model.Tests.Core;

/// <summary>One silo with at most one activation of the key.</summary>
internal struct CoreSilo
{
    /// <summary>The view, as old as it may be.</summary>
    public byte Epoch;
    public byte Phase;

    /// <summary>Where the activation is.</summary>
    public byte At;

    /// <summary>The view that the call under way was begun with.</summary>
    public byte CallEpoch;
    public byte CallPhase;

    /// <summary>What was acknowledged or observed when the read under way began.</summary>
    public byte Floor;

    /// <summary>The value that the write under way writes.</summary>
    public byte Writing;

    /// <summary>What the activation knows, and what its next write expects.</summary>
    public Cell Known;

    /// <summary>What the follower answered to the read under way.</summary>
    public Cell Seen;

    public const byte Idle = 0;
    public const byte Reading = 1;
    public const byte FollowerRead = 2;
    public const byte Active = 3;
    public const byte AtRoot = 4;
    public const byte AtFollower = 5;

    /// <summary>Forgets the activation; the view stays.</summary>
    public void Deactivate() => this = new CoreSilo { Epoch = Epoch, Phase = Phase };

    /// <summary>Ends the call under way; the activation stays.</summary>
    public void EndCall()
    {
        At = Active;
        CallEpoch = CallPhase = Floor = Writing = 0;
        Seen = default;
    }
}
