namespace HybridOrleans.Model.Tests.Debt;

/// <summary>The debt marker in the root. Each of its operations is atomic.</summary>
internal struct Ledger
{
    public byte Generation;
    public byte IsRaised;
    public byte Paying;

    /// <summary>Afterwards debt stands that no synchronisation has begun to pay.</summary>
    public void Raise()
    {
        if (IsRaised == 0 || Generation <= Paying)
        {
            Generation++;
            IsRaised = 1;
        }
    }

    /// <summary>A synchronisation begins; it pays what was raised until now.</summary>
    public byte BeginPaying() => Paying = Generation;

    /// <summary>Clears the debt if none was raised since that generation was begun.</summary>
    public bool TryPay(byte generation)
    {
        if (generation != Generation)
        {
            return false;
        }

        IsRaised = 0;
        return true;
    }
}
