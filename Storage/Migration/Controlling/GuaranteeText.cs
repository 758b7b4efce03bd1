using HybridOrleans.Storage.Migration.Debt;
using HybridOrleans.Storage.Migration.Documents;

namespace HybridOrleans.Storage.Migration.Controlling;

/// <summary>The promise of a phase in words.</summary>
/// <remarks>Pure. It says less than is true rather than more.</remarks>
internal static class GuaranteeText
{
    /// <summary>What an acknowledgement means.</summary>
    public static string Of(MigrationDocument d, DebtState? debt) => d.Phase switch
    {
        _ when d.Switch is { } s => $"The root is moving to {s.To}: callers wait up to 5 s. "
            + $"An acknowledged write is durable in {Name(d.Root)}.",
        Phase.Off => "An acknowledged write is durable in JSON.",
        <= Phase.Live => "An acknowledged write is durable in JSON. " + Follower(d, debt),
        Phase.RampDown => "An acknowledged write is durable in PostgreSQL. JSON follows from a queue.",
        _ => "An acknowledged write is durable in PostgreSQL.",
    };

    /// <summary>What an outage of PostgreSQL would cost.</summary>
    public static string IfPostgresDied(MigrationDocument d) => d.Phase switch
    {
        Phase.Off => "If PostgreSQL died now: nothing would change, it is not used.",
        <= Phase.Live => "If PostgreSQL died now: 0 acknowledged writes lost, JSON answers.",
        Phase.RampDown => "If PostgreSQL died now: writes fail at once until it is back, reads come from memory, "
            + "unvalidated. If its disk were lost, the writes of the lag would be lost with it.",
        _ => "If PostgreSQL died now: writes fail at once until it is back, reads come from memory, unvalidated.",
    };

    /// <summary>The next verb forward; null at the end.</summary>
    public static string? NextStep(MigrationDocument d) => d.Phase switch
    {
        Phase.Off => "start",
        Phase.DualWrite or Phase.Shadow => "promote",
        Phase.Live => d.SharePercent < 100 ? "promote" : "rampdown",
        Phase.RampDown => "complete",
        _ => null,
    };

    private static string Follower(MigrationDocument d, DebtState? debt) => debt switch
    {
        _ when d.Synchronise is not null => "PostgreSQL is being copied and does not have all of them yet.",
        null => "It is not known whether PostgreSQL has all of them.",
        { IsRaised: true } => "PostgreSQL may lack some of them: debt stands.",
        _ => "PostgreSQL has it too, or debt is recorded first.",
    };

    private static string Name(Side side) => side == Side.Json ? "JSON" : "PostgreSQL";
}
