using System.Text.Json.Serialization;
using HybridOrleans.Storage.Migration.Changes;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Migration.Documents;

/// <summary>What is decided about one component: the durable state of its migration.</summary>
/// <remarks>Immutable. Changed only by a compare-and-set on <see cref="Version"/> in the root that it names.</remarks>
public sealed record MigrationDocument
{
    /// <summary>The component it is about.</summary>
    public required Component Component { get; init; }

    /// <summary>Counts every change of the document, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>Moves only with a seal, a switch and an abort; fences, checkpoints and verifications refer to
    /// it.</summary>
    public required Epoch Epoch { get; init; }

    /// <summary>How far the component has moved. It names the root.</summary>
    public required Phase Phase { get; init; }

    /// <summary>The share of keys, 0 to 100 percent, that PostgreSQL is compared for or answers for.</summary>
    public required int SharePercent { get; init; }

    /// <summary>The id of the JSON store; empty while none was ever attached.</summary>
    public Guid JsonStore { get; init; }

    /// <summary>The id of the PostgreSQL store; empty while none was ever attached.</summary>
    public Guid PostgresStore { get; init; }

    /// <summary>
    /// Set only in the copy that lies in the former root, once the new root has the document: a new root that lacks it
    /// from then on was restored, and is not the other half of a switch that stopped between its two writes.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsHandedOver { get; init; }

    /// <summary>The switch of the root that is under way; null when none is.</summary>
    public RootSwitchState? Switch { get; init; }

    /// <summary>The rehearsal that is under way; null when none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RehearsalState? Rehearsal { get; init; }

    /// <summary>The walk that copies what the follower lacks; null when none is under way.</summary>
    public SynchroniseState? Synchronise { get; init; }

    /// <summary>The last complete comparison; null when none was made.</summary>
    public VerificationState? Verification { get; init; }

    /// <summary>Where the operator wants to be; null when there is nothing left to do.</summary>
    public GoalState? Goal { get; init; }

    /// <summary>The most records a second that are copied, a limit that an operator set; 0 for none.</summary>
    public long CopyRateMax { get; init; }

    /// <summary>
    /// How far the JSON side has followed PostgreSQL's list of changes; null while it does not follow.
    /// </summary>
    public ChangePosition? Followed { get; init; }

    /// <summary>
    /// Keys that are known to differ, at most <see cref="DivergencesMax"/>; PostgreSQL has a table with all of them.
    /// </summary>
    public IReadOnlyList<Divergence> Divergences { get; init; } = [];

    /// <summary>What was done lately, oldest first, at most <see cref="HistoryMax"/>.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>How many divergences a document carries. The count of all is in the verification.</summary>
    public const int DivergencesMax = 50;

    /// <summary>How much history a document carries.</summary>
    public const int HistoryMax = 20;

    /// <summary>The store whose compare-and-set decides.</summary>
    public Side Root => PhaseTable.Of(Phase).Root;

    /// <summary>True when the document lies in the store that it names as root.</summary>
    public bool DecidesIn(Side side) => Root == side;

    /// <summary>True when both sides were compared in this epoch and no key differed.</summary>
    public bool IsVerified => Verification is { Divergent: 0 } verification && verification.Epoch == Epoch;

    /// <summary>The document as it goes on after its rehearsal.</summary>
    public MigrationDocument AfterRehearsal() => Rehearsal is not { } r
        ? this
        : this with { Phase = r.Before, SharePercent = r.ShareBefore, Rehearsal = null };

    /// <summary>The document with one more entry of its history; the oldest makes room.</summary>
    public MigrationDocument After(HistoryEntry entry)
        => this with { History = History.Append(entry).TakeLast(HistoryMax).ToArray() };

    /// <summary>The document with more divergences, the newer one of a key; what has no room is left out.</summary>
    public MigrationDocument WithDivergences(IReadOnlyList<Divergence> more) => more.Count == 0 ? this : this with
    {
        Divergences = more.Concat(Divergences).DistinctBy(d => d.Key).Take(DivergencesMax).ToArray(),
    };
}
