namespace HybridOrleans.Model.Tests.Settling;

/// <summary>One activation that counts up: every write of it turns n into n + 1, as the other one's does.</summary>
internal struct Writer
{
    public byte At;
    public byte Known;
    public byte Id;

    /// <summary>1 once the answer to an attempt was lost.</summary>
    public byte IsUncertain;

    /// <summary>An attempt that is still on its way, perhaps of a write that was given up; 0 for none.</summary>
    public byte LateId;
    public byte LateExpects;

    public const byte Idle = 0;
    public const byte Active = 1;
    public const byte Asking = 2;

    public void EndWrite(byte at, byte known)
    {
        (At, Known) = (at, known);
        Id = IsUncertain = 0;
    }
}
