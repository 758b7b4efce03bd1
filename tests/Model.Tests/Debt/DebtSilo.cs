namespace HybridOrleans.Model.Tests.Debt;

/// <summary>One silo: its view with its age, the pull and the write that are under way.</summary>
internal struct DebtSilo
{
    /// <summary>1 when its view says that writes go to the follower too.</summary>
    public byte Mirrors;

    /// <summary>Ticks since the pull of this view began; at <see cref="Expired"/> it is too old to act on.</summary>
    public byte Age;

    /// <summary>1 while a pull is under way that has read <see cref="PulledMirrors"/>.</summary>
    public byte IsPulling;
    public byte PulledMirrors;
    public byte PullAge;

    public byte At;
    public byte Key;

    /// <summary>The revision that the write under way has made.</summary>
    public byte Revision;

    /// <summary>1 when this silo has raised debt before.</summary>
    public byte HasRaised;

    public const byte Idle = 0;
    public const byte AtRoot = 1;
    public const byte Written = 2;
    public const byte Owing = 3;

    /// <summary>The lease: a view of this age decides nothing any more.</summary>
    public const byte Expired = 2;

    public void EndWrite() => At = Key = Revision = 0;
}
