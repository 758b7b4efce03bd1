using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Core;

/// <summary>
/// Copies from the root to the follower. They are read at one moment and stored at any later one, whatever has become
/// of the root meanwhile.
/// </summary>
internal sealed class CoreCopies(Mutant mutant)
{
    public void Explore(in CoreState state, ISteps<CoreState> steps)
    {
        if (state.Copy.IsUnderWay == 0)
        {
            Begin(in state, steps);
            return;
        }

        var dropped = state;
        dropped.Copy = default;
        steps.Take(in dropped, "the copier dies");
        Bring(in state, steps);
    }

    /// <summary>Puts a record into a store.</summary>
    public static void Store(ref CoreState state, bool postgres, Cell record)
    {
        if (postgres)
        {
            state.Postgres = record;
        }
        else
        {
            state.Json = record;
        }
    }

    /// <summary>What a follower makes of a record that is newer than its own.</summary>
    public static Cell AtFollower(Cell record, Mutant mutant)
        => mutant == Mutant.ForgottenTombstone && CoreState.IsTombstone(record.Value) ? Cell.Empty : record;

    private static void Begin(in CoreState state, ISteps<CoreState> steps)
    {
        var toJson = state.Phase == CorePhase.RampDown;
        var possible = toJson ? state.IsUp == 1 : CorePhase.Mirrors(state.Phase);
        if (!possible || state.Json.Matches(state.Postgres))
        {
            return;
        }

        var next = state;
        next.Copy.IsUnderWay = 1;
        next.Copy.ToJson = (byte)(toJson ? 1 : 0);
        next.Copy.Epoch = (byte)(state.Epoch + (state.Switch >= CoreState.Sealed ? 1 : 0));
        next.Copy.Record = toJson ? state.Postgres : state.Json;
        steps.Take(in next, toJson ? "the copier reads PostgreSQL's record" : "the copier reads JSON's record");
    }

    private void Bring(in CoreState state, ISteps<CoreState> steps)
    {
        var toJson = state.Copy.ToJson == 1;
        if (!toJson && state.IsUp == 0)
        {
            return;
        }

        var next = state;
        next.Copy = default;
        var stored = toJson ? state.Json : state.Postgres;
        var fenced = state.Copy.Epoch < (toJson ? state.FenceJson : state.FencePostgres);
        var newer = stored.IsEmpty || state.Copy.Record.Revision > stored.Revision;
        if (!fenced && (newer || mutant == Mutant.BlindCopy))
        {
            Store(ref next, !toJson, AtFollower(state.Copy.Record, mutant));
        }

        steps.Take(in next, toJson ? "the copy arrives at JSON" : "the copy arrives at PostgreSQL");
    }
}
