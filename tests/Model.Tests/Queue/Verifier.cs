namespace HybridOrleans.Model.Tests.Queue;

/// <summary>The complete verification before the way back.</summary>
internal struct Verifier
{
    public byte At;
    public byte Key;
    public ListPlace Since;

    public const byte Idle = 0;
    public const byte Walks = 1;
    public const byte Done = 2;
}
