namespace HybridOrleans.Storage.Migration.Debt;

/// <summary>Whether the follower may lack acknowledged writes.</summary>
/// <param name="Generation">Grows each time debt is raised.</param>
/// <param name="IsRaised">True while debt stands.</param>
/// <param name="Paying">The generation that a synchronisation has begun to pay; less when none did.</param>
public readonly record struct DebtState(long Generation, bool IsRaised, long Paying)
{
    /// <summary>True when debt stands that no synchronisation has begun to pay.</summary>
    public bool IsUnpaid => IsRaised && Generation > Paying;
}
