namespace HybridOrleans.Model.Tests.Debt;

/// <summary>A synchronisation: one process that walks the root. It may hang anywhere, also across changes.</summary>
internal struct Walk
{
    public byte At;

    /// <summary>1 while the document has the version that the walk goes by.</summary>
    public byte IsCurrent;
    public byte Generation;

    /// <summary>The key to read next; 2 when the walk is over.</summary>
    public byte Cursor;

    /// <summary>The revision that was read and is not stored yet.</summary>
    public byte Read;

    public const byte Idle = 0;
    public const byte Paying = 1;
    public const byte Walking = 2;
    public const byte HasRead = 3;
}
