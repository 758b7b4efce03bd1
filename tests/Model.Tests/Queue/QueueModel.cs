using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Queue;

/// <summary>
/// The list of changes in its two uses: JSON follows it in RampDown, and a switch of the root copies under the seal
/// only what it lists since the last verification.
/// </summary>
internal sealed class QueueModel(Mutant mutant, QueueBounds bounds) : IModel<QueueState>
{
    private readonly Following _following = new(mutant);
    private readonly Reopening _reopening = new(mutant);

    /// <summary>The rules that this model knows.</summary>
    public static IReadOnlyList<Mutant> Mutants { get; } =
    [
        Mutant.EntryOutsideOfTheTransaction, Mutant.PositionStoredBeforeTheCopy, Mutant.ListBegunAfterTheSwitch,
        Mutant.ListedOnlySinceTheEndOfTheWalk, Mutant.BrokenListTakenForEmpty,
    ];

    /// <inheritdoc/>
    public QueueState Initial
    {
        get
        {
            var state = new QueueState { Breaks = (byte)bounds.Breaks };
            for (var key = 0; key < 2; key++)
            {
                state.Postgres[key] = state.Json[key] = 1;
            }

            return state;
        }
    }

    /// <inheritdoc/>
    public Law BrokenIn(in QueueState state)
        => !state.JsonLacksAcknowledged ? Law.None
            : state.At == QueueState.JsonRoot ? Law.AcknowledgedWriteLost
            : state.ClaimsNoLag ? Law.WrongStatus : Law.None;

    /// <inheritdoc/>
    public void Explore(in QueueState state, ISteps<QueueState> steps)
    {
        if (state.At is QueueState.JsonSealed or QueueState.PostgresRoot)
        {
            StartListing(in state, steps);
        }

        if (state.At == QueueState.PostgresRoot)
        {
            Write(in state, steps);
            Break(in state, steps);
        }

        if (state.At != QueueState.JsonSealed && state.IsListing == 1)
        {
            _following.Explore(in state, steps);
            _reopening.Explore(in state, steps);
        }
    }

    private void StartListing(in QueueState state, ISteps<QueueState> steps)
    {
        var next = state;
        if (state.IsListing == 0)
        {
            next.IsListing = 1;
            steps.Take(in next, "PostgreSQL begins to list changes");
        }

        if (state.At == QueueState.JsonSealed
            && (state.IsListing == 1 || mutant == Mutant.ListBegunAfterTheSwitch))
        {
            next.IsListing = state.IsListing;
            next.At = QueueState.PostgresRoot;
            steps.Take(in next, "PostgreSQL is the root");
        }
    }

    private void Write(in QueueState state, ISteps<QueueState> steps)
    {
        if (state.Unlisted != 0)
        {
            var listed = state;
            listed.Unlisted = 0;
            listed.List(state.Unlisted - 1);
            steps.Take(in listed, "the entry of that write is listed");
        }

        for (byte key = 0; key < 2 && state.Writes < bounds.Writes && state.Unlisted == 0; key++)
        {
            var next = state;
            next.Writes++;
            next.Postgres[key] = (byte)(state.Postgres[key] + 1);
            if (mutant == Mutant.EntryOutsideOfTheTransaction)
            {
                next.Unlisted = (byte)(key + 1);
            }
            else
            {
                next.List(key);
            }

            steps.Take(in next, key == 0 ? "key 0 is written and acknowledged" : "key 1 is written and acknowledged");
        }
    }

    private static void Break(in QueueState state, ISteps<QueueState> steps)
    {
        if (state.Breaks == 0 || state.IsListing == 0)
        {
            return;
        }

        var next = state;
        next.Breaks--;
        next.End = new ListPlace { Log = (byte)(state.End.Log + 1) };
        next.Entries = default;
        steps.Take(in next, "the list is lost, a new one begins");
    }
}
