using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Silo.Api;

/// <summary>Where the migration of a component stands.</summary>
/// <param name="Component">The component.</param>
/// <param name="Phase">How far it has moved.</param>
/// <param name="SharePercent">The share of keys that PostgreSQL is compared for or answers for.</param>
/// <param name="Epoch">Moves when the store that decides changes.</param>
/// <param name="Guarantee">What holds now, in words.</param>
/// <param name="BlockedBecause">Why the next step cannot be taken; null when it can.</param>
/// <param name="Goal">Where it is on its way to; null when it rests.</param>
/// <param name="HasDebt">True while PostgreSQL may lack acknowledged writes.</param>
/// <param name="Lag">Keys that the JSON files may lack; null while that is not known.</param>
/// <param name="Divergent">Keys that both stores hold differently.</param>
/// <param name="LastVerification">The last complete comparison, in words.</param>
/// <param name="PostgresAnswers">Whether PostgreSQL answered lately; null when none is attached.</param>
internal sealed record MigrationView(
    string Component, string Phase, int SharePercent, long Epoch, IReadOnlyList<string> Guarantee,
    string? BlockedBecause, string? Goal, bool HasDebt, long? Lag, long Divergent, string? LastVerification,
    bool? PostgresAnswers)
{
    public static MigrationView Of(MigrationStatus status) => new(
        status.Component.ToString().ToLowerInvariant(), status.Phase.ToString(), status.SharePercent, status.Epoch,
        status.Guarantee, status.BlockedBecause, status.Goal, status.HasDebt, status.Lag, status.Divergent,
        status.LastVerification, status.PostgresAnswers);
}
