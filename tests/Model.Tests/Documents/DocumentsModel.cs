using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Documents;

/// <summary>
/// The two documents: which one decides, the order in which they are written, and that anybody can finish or abort what
/// somebody left, while another who began it is only slow.
/// </summary>
internal sealed class DocumentsModel(Mutant mutant, DocumentsBounds bounds) : IModel<DocumentsState>
{
    private readonly Controlling _controlling = new(mutant, bounds);
    private readonly Pulling _pulling = new(mutant);

    /// <summary>The rules that this model knows.</summary>
    public static IReadOnlyList<Mutant> Mutants { get; } =
    [
        Mutant.AbortWithoutNewEpoch, Mutant.NewRootsDocumentFirst, Mutant.DocumentDecidesAnywhere,
        Mutant.FenceBeforeDocument, Mutant.FinishedWithoutCompare, Mutant.AdvancedWithoutVersion,
        Mutant.TwoRootsAfterOneLook,
    ];

    /// <inheritdoc/>
    public DocumentsState Initial
    {
        get
        {
            var state = new DocumentsState { IsUp = 1, Outages = (byte)bounds.Outages };
            state.Documents[DocumentsState.Json].Version = 1;
            return state;
        }
    }

    /// <inheritdoc/>
    public Law BrokenIn(in DocumentsState state)
        => state.Broken != Law.None ? state.Broken : _controlling.Recover(in state);

    /// <inheritdoc/>
    public void Explore(in DocumentsState state, ISteps<DocumentsState> steps)
    {
        for (var i = 0; i < 2; i++)
        {
            _controlling.Explore(in state, steps, i);
        }

        _pulling.Explore(in state, steps);
        Call(in state, steps);
        Mirror(in state, steps);
        if (state.Outages > 0)
        {
            var next = state;
            next.Outages--;
            next.IsUp = (byte)(1 - state.IsUp);
            steps.Take(in next, state.IsUp == 1 ? "PostgreSQL goes down" : "PostgreSQL comes up");
        }
    }

    // A read and a write in one: the root must hold everything acknowledged, and then it holds one more.
    private void Call(in DocumentsState state, ISteps<DocumentsState> steps)
    {
        var root = state.Silo.RootIsPostgres;
        if (!state.Answers(root) || state.Silo.Epoch < state.Fences[root])
        {
            return;
        }

        var next = state;
        if (state.Revisions[root] < state.Acknowledged)
        {
            next.Broken = Law.AcknowledgedWriteLost;
        }
        else if (state.Acknowledged >= bounds.Writes)
        {
            return;
        }

        next.Revisions[root] = (byte)(state.Revisions[root] + 1);
        next.Acknowledged = next.Revisions[root];
        steps.Take(in next, root == 1 ? "the silo writes to PostgreSQL" : "the silo writes to JSON");
    }

    // Whoever copies has read the root at some time; it only ever puts what is newer.
    private static void Mirror(in DocumentsState state, ISteps<DocumentsState> steps)
    {
        var from = state.Silo.RootIsPostgres;
        if (state.IsUp == 1 && state.Silo.Epoch >= Math.Max(state.Fences[0], state.Fences[1])
            && state.Revisions[from] > state.Revisions[1 - from])
        {
            var next = state;
            next.Revisions[1 - from] = state.Revisions[from];
            steps.Take(in next, "the follower gets what the root has");
        }
    }
}
