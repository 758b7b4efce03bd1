using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Documents;

/// <summary>What a controller does next. Each step is one write to one store, by what it has read before.</summary>
internal sealed class Controlling(Mutant mutant, DocumentsBounds bounds)
{
    private readonly SwitchSteps _switch = new(mutant, bounds);

    public void Explore(in DocumentsState state, ISteps<DocumentsState> steps, int i)
    {
        var controller = state.Controllers[i];
        if (controller.At != Controller.Idle)
        {
            var next = state;
            next.Controllers[i] = default;
            steps.Take(in next, "dies", i);
        }

        switch (controller.At)
        {
            case Controller.Idle:
                var reading = state;
                reading.Controllers[i].At = Controller.HasReadJson;
                reading.Controllers[i].Deciding = state.Documents[DocumentsState.Json];
                steps.Take(in reading, "has read JSON's document", i);
                break;
            case Controller.HasReadJson when state.IsUp == 1:
                Understand(in state, steps, i);
                break;
            case Controller.Knows when controller.Deciding.IsSwitching == 0:
                _switch.Begin(in state, steps, i);
                break;
            case Controller.Knows or Controller.HasSealed or Controller.HasVerified:
                _switch.GoOn(in state, steps, i);
                break;
            case Controller.MustCopyToOther:
                _switch.CopyToOther(in state, steps, i);
                break;
        }
    }

    /// <summary>
    /// Lets every controller die in a state, and one new one finish or abort what they left: afterwards one document
    /// decides, a silo that follows it is accepted by the root, and the root has everything acknowledged.
    /// </summary>
    public Law Recover(in DocumentsState state)
    {
        var json = state.Documents[DocumentsState.Json];
        var postgres = state.Documents[DocumentsState.Postgres];
        if (Deciding.InJson(json) && postgres.NamesPostgres == 1)
        {
            return Law.TwoRoots;
        }

        var decides = Deciding.InJson(json) ? json
            : Deciding.InPostgres(json, postgres) ? postgres : Deciding.Unfinished(json, postgres);
        if (decides.IsSwitching == 1)
        {
            decides = SwitchSteps.Aborted(decides, mutant);
        }

        var root = decides.NamesPostgres;
        if (decides.Epoch < state.Fences[root])
        {
            return Law.Stuck;
        }

        return state.Revisions[root] < state.Acknowledged ? Law.AcknowledgedWriteLost : Law.None;
    }

    private void Understand(in DocumentsState state, ISteps<DocumentsState> steps, int i)
    {
        var json = state.Controllers[i].Deciding;
        var postgres = state.Documents[DocumentsState.Postgres];
        if (mutant == Mutant.DocumentDecidesAnywhere)
        {
            Know(in state, steps, i, json, postgres.Version, Controller.Knows, "goes by JSON's document");
        }

        if (Deciding.InJson(json))
        {
            Know(in state, steps, i, json, postgres.Version, Controller.Knows, "knows that JSON's document decides");
        }
        else if (Deciding.InPostgres(json, postgres))
        {
            Know(in state, steps, i, postgres, json.Version, Controller.Knows,
                "knows that PostgreSQL's document decides");
        }
        else
        {
            var newer = Deciding.Unfinished(json, postgres);
            var older = Math.Min(json.Version, postgres.Version);
            Know(in state, steps, i, newer, older, Controller.MustCopyToOther, "sees an unfinished switch");
        }
    }

    private static void Know(
        in DocumentsState state, ISteps<DocumentsState> steps, int i, Document deciding, byte other, byte at,
        string what)
    {
        var next = state;
        next.Controllers[i] = new Controller { At = at, Deciding = deciding, OtherVersion = other };
        steps.Take(in next, what, i);
    }
}
