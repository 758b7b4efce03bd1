namespace HybridOrleans.Storage.Migration.Changes;

/// <summary>A place in a <see cref="IChangeLog"/>.</summary>
/// <param name="Log">The listing it belongs to; a new one begins whenever the list was broken or stopped.</param>
/// <param name="Sequence">Grows with every listed change.</param>
public readonly record struct ChangePosition(Guid Log, long Sequence);
