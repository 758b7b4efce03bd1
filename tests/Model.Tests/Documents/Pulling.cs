using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Documents;

/// <summary>A silo pulls: it reads JSON's document, then PostgreSQL's where it must or can.</summary>
internal sealed class Pulling(Mutant mutant)
{
    public void Explore(in DocumentsState state, ISteps<DocumentsState> steps)
    {
        var json = state.Documents[DocumentsState.Json];
        switch (state.Silo.Pulling)
        {
            case SiloView.NotPulling:
                var begun = state;
                begun.Silo.Pulling = SiloView.HasReadJson;
                begun.Silo.Json = json;
                steps.Take(in begun, "the silo has read JSON's document");
                break;
            case SiloView.HasReadJson:
                ReadPostgres(in state, steps);
                break;
            case SiloView.HasSeenTwo:
                var again = state;
                again.Silo.Pulling = SiloView.NotPulling;
                again.Silo.Json = default;
                again.Broken = json.Version == state.Silo.Json.Version ? Law.TwoRoots : Law.None;
                steps.Take(in again, "the silo reads JSON's document again, since both seemed to decide");
                break;
        }
    }

    private void ReadPostgres(in DocumentsState state, ISteps<DocumentsState> steps)
    {
        var json = state.Silo.Json;
        var postgres = state.Documents[DocumentsState.Postgres];
        if (Deciding.InJson(json) || mutant == Mutant.DocumentDecidesAnywhere)
        {
            // PostgreSQL need not answer; JSON's document is enough.
            Adopt(in state, steps, json, "the silo goes by JSON's document");
        }

        if (state.IsUp == 0)
        {
            return;
        }

        if (Deciding.InJson(json) && postgres.NamesPostgres == 1)
        {
            var two = state;
            two.Silo.Pulling = SiloView.HasSeenTwo;
            two.Broken = mutant == Mutant.TwoRootsAfterOneLook ? Law.TwoRoots : Law.None;
            steps.Take(in two, "the silo finds that PostgreSQL's document decides too");
        }
        else if (Deciding.InPostgres(json, postgres)
            || (mutant == Mutant.DocumentDecidesAnywhere && postgres.Version > 0))
        {
            Adopt(in state, steps, postgres, "the silo goes by PostgreSQL's document");
        }
        else if (!Deciding.InJson(json))
        {
            Adopt(in state, steps, Deciding.Unfinished(json, postgres), "the silo sees an unfinished switch");
        }
    }

    private static void Adopt(
        in DocumentsState state, ISteps<DocumentsState> steps, Document document, string what)
    {
        var next = state;
        next.Silo.Pulling = SiloView.NotPulling;
        next.Silo.Json = default;
        (next.Silo.Epoch, next.Silo.RootIsPostgres) = (document.Epoch, document.NamesPostgres);
        steps.Take(in next, what);
    }
}
