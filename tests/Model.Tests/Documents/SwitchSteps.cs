using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Documents;

/// <summary>The steps of a switch of the root, and of its abortion, by a controller that may know old things.</summary>
internal sealed class SwitchSteps(Mutant mutant, DocumentsBounds bounds)
{
    /// <summary>The document after an abortion.</summary>
    public static Document Aborted(Document document, Mutant mutant)
    {
        var aborted = document.Changed();
        aborted.IsSwitching = 0;
        aborted.Epoch += (byte)(mutant == Mutant.AbortWithoutNewEpoch ? 0 : 1);
        return aborted;
    }

    /// <summary>Writes into the document that a switch begins.</summary>
    public void Begin(in DocumentsState state, ISteps<DocumentsState> steps, int i)
    {
        var known = state.Controllers[i].Deciding;
        if (known.Epoch >= bounds.Epochs || known.Version >= bounds.Versions)
        {
            return;
        }

        if (mutant == Mutant.FenceBeforeDocument && state.Fences[known.NamesPostgres] <= known.Epoch)
        {
            var raised = state;
            raised.Fences[known.NamesPostgres] = (byte)(known.Epoch + 1);
            steps.Take(in raised, "raises the fence before the document says so", i);
            return;
        }

        var document = known.Changed();
        document.IsSwitching = 1;
        Replace(in state, steps, i, document, Controller.Knows, "writes that the root is to be sealed");
    }

    /// <summary>Seals, copies and compares, advances; or aborts at any point before.</summary>
    public void GoOn(in DocumentsState state, ISteps<DocumentsState> steps, int i)
    {
        var controller = state.Controllers[i];
        var document = controller.Deciding;
        var root = document.NamesPostgres;
        var next = state;
        switch (controller.At)
        {
            case Controller.Knows when state.Answers(root):
                next.Fences[root] = Math.Max(state.Fences[root], (byte)(document.Epoch + 1));
                next.Controllers[i].At = Controller.HasSealed;
                steps.Take(in next, "raises the fence of the old root", i);
                break;
            case Controller.HasSealed when state.IsUp == 1:
                CopyAndCompare(in state, steps, i);
                break;
            case Controller.HasVerified:
                Advance(in state, steps, i);
                break;
        }

        if (document.Version < bounds.Versions)
        {
            Replace(in state, steps, i, Aborted(document, mutant), Controller.Idle, "aborts the switch");
        }
    }

    /// <summary>Writes the copy into the store that does not decide any more, or does from now on.</summary>
    public void CopyToOther(in DocumentsState state, ISteps<DocumentsState> steps, int i)
    {
        var controller = state.Controllers[i];
        var other = controller.Deciding.NamesPostgres;
        if (!state.Answers(other))
        {
            return;
        }

        var next = state;
        next.Controllers[i] = default;
        if (state.Documents[other].Version == controller.OtherVersion || mutant == Mutant.FinishedWithoutCompare)
        {
            next.Documents[other] = controller.Deciding;
            steps.Take(in next, "writes the copy of the document into the new root", i);
            return;
        }

        steps.Take(in next, "finds the copy written by somebody else", i);
    }

    private static void CopyAndCompare(in DocumentsState state, ISteps<DocumentsState> steps, int i)
    {
        var document = state.Controllers[i].Deciding;
        var (root, follower) = (document.NamesPostgres, 1 - document.NamesPostgres);
        var epoch = document.Epoch + 1;
        if (epoch < state.Fences[root] || epoch < state.Fences[follower])
        {
            return;
        }

        var next = state;
        next.Revisions[follower] = Math.Max(state.Revisions[follower], state.Revisions[root]);
        if (next.Revisions[follower] == state.Revisions[root])
        {
            next.Controllers[i].At = Controller.HasVerified;
            steps.Take(in next, "copies under the seal and finds both sides equal", i);
        }
    }

    private void Advance(in DocumentsState state, ISteps<DocumentsState> steps, int i)
    {
        var controller = state.Controllers[i];
        var old = controller.Deciding;
        var document = old.Changed();
        document.Epoch++;
        document.IsSwitching = 0;
        document.NamesPostgres = (byte)(1 - old.NamesPostgres);
        if (document.Version > bounds.Versions)
        {
            return;
        }

        if (mutant == Mutant.NewRootsDocumentFirst && state.IsUp == 1
            && state.Documents[document.NamesPostgres].Version == controller.OtherVersion)
        {
            var early = state;
            early.Documents[document.NamesPostgres] = document;
            early.Controllers[i].OtherVersion = document.Version;
            steps.Take(in early, "writes the new root's document before the old root's", i);
            return;
        }

        Replace(in state, steps, i, document, Controller.MustCopyToOther, "advances the old root's document");
    }

    // The compare-and-set on the version, in the store that the known document names as root.
    private void Replace(
        in DocumentsState state, ISteps<DocumentsState> steps, int i, Document document, byte at, string what)
    {
        var known = state.Controllers[i].Deciding;
        var store = mutant == Mutant.DocumentDecidesAnywhere && state.Documents[0].Version == known.Version
            ? DocumentsState.Json : known.NamesPostgres;
        if (!state.Answers(store))
        {
            return;
        }

        var next = state;
        var blind = mutant == Mutant.AdvancedWithoutVersion && at == Controller.MustCopyToOther;
        if (state.Documents[store].Version != known.Version && !blind)
        {
            next.Controllers[i] = default;
            steps.Take(in next, "finds another version of the document, and gives up", i);
            return;
        }

        next.Documents[store] = document;
        next.Controllers[i].At = at;
        next.Controllers[i].Deciding = document;
        if (at == Controller.Idle)
        {
            next.Controllers[i] = default;
        }

        steps.Take(in next, what, i);
    }
}
