using HybridOrleans.Model.Tests.Engine;

namespace HybridOrleans.Model.Tests.Settling;

/// <summary>Lost answers: what a caller is told about its write is true, however late an attempt arrives.</summary>
internal sealed class SettlingModel(Mutant mutant, SettlingBounds bounds) : IModel<SettlingState>
{
    /// <summary>The rules that this model knows.</summary>
    public static IReadOnlyList<Mutant> Mutants { get; } =
        [Mutant.SettledByBody, Mutant.OvertakenToldAsConflict, Mutant.RefusalAfterLostAnswerToldAsNotWritten];

    /// <inheritdoc/>
    public SettlingState Initial => new() { Seals = (byte)bounds.Seals };

    /// <inheritdoc/>
    public Law BrokenIn(in SettlingState state)
        => (state.ToldNo & state.Happened) != 0 ? Law.WrongAnswer
            : (state.ToldYes & ~state.Happened) != 0 ? Law.AcknowledgedWriteLost : Law.None;

    /// <inheritdoc/>
    public void Explore(in SettlingState state, ISteps<SettlingState> steps)
    {
        for (var i = 0; i < 2; i++)
        {
            Begin(in state, steps, i);
            Land(in state, steps, i);
            if (state.Writers[i].At == Writer.Asking)
            {
                Ask(in state, steps, i);
                LoseAnswer(in state, steps, i);
                GiveUp(in state, steps, i);
            }
        }

        if (state.Seals > 0)
        {
            var next = state;
            next.Seals--;
            next.IsSealed = (byte)(1 - state.IsSealed);
            steps.Take(in next, state.IsSealed == 0 ? "the root is sealed" : "a root accepts writes again");
        }
    }

    private void Begin(in SettlingState state, ISteps<SettlingState> steps, int i)
    {
        var next = state;
        ref var writer = ref next.Writers[i];
        if (writer.At == Writer.Idle)
        {
            writer.At = Writer.Active;
            writer.Known = state.Revision;
            steps.Take(in next, "reads", i);
        }
        else if (writer.At == Writer.Active && state.Ids < bounds.Writes)
        {
            writer.At = Writer.Asking;
            writer.Id = ++next.Ids;
            steps.Take(in next, "begins to write the next number", i);
        }
    }

    private static void Land(in SettlingState state, ISteps<SettlingState> steps, int i)
    {
        var late = state.Writers[i];
        if (late.LateId == 0)
        {
            return;
        }

        var next = state;
        next.Writers[i].LateId = next.Writers[i].LateExpects = 0;
        if (state.IsSealed == 0)
        {
            next.TryWrite(late.LateId, late.LateExpects);
        }

        steps.Take(in next, "has a late attempt arrive at the root", i);
    }

    private void Ask(in SettlingState state, ISteps<SettlingState> steps, int i)
    {
        var writer = state.Writers[i];
        if (state.IsSealed == 1)
        {
            if (writer.IsUncertain == 0 || mutant == Mutant.RefusalAfterLostAnswerToldAsNotWritten)
            {
                var refused = state;
                refused.ToldNo |= (byte)(1 << writer.Id);
                refused.Writers[i].EndWrite(Writer.Active, writer.Known);
                steps.Take(in refused, "is refused, and says that nothing was written", i);
            }

            return;
        }

        var next = state;
        var accepted = next.TryWrite(writer.Id, writer.Known);
        var isNext = state.Revision == writer.Known + 1;
        if (accepted || (mutant == Mutant.SettledByBody && writer.IsUncertain == 1 && isNext))
        {
            next.ToldYes |= (byte)(1 << writer.Id);
            next.Writers[i].EndWrite(Writer.Active, (byte)(writer.Known + 1));
            steps.Take(in next, "is accepted, and acknowledges", i);
            return;
        }

        next.Writers[i].EndWrite(Writer.Idle, 0);
        if (isNext || writer.IsUncertain == 0 || mutant == Mutant.OvertakenToldAsConflict)
        {
            next.ToldNo |= (byte)(1 << writer.Id);
            steps.Take(in next, "finds another's revision, and says that its own write lost", i);
            return;
        }

        steps.Take(in next, "finds a later revision, and says that the outcome is unknown", i);
    }

    private static void LoseAnswer(in SettlingState state, ISteps<SettlingState> steps, int i)
    {
        var writer = state.Writers[i];
        var next = state;
        next.Writers[i].IsUncertain = 1;
        if (state.IsSealed == 0)
        {
            next.TryWrite(writer.Id, writer.Known);
            steps.Take(in next, "has an attempt arrive, and its answer is lost", i);
        }

        if (writer.LateId == 0)
        {
            var late = state;
            late.Writers[i].IsUncertain = 1;
            (late.Writers[i].LateId, late.Writers[i].LateExpects) = (writer.Id, writer.Known);
            steps.Take(in late, "hears nothing of an attempt that is still on its way", i);
        }
    }

    private static void GiveUp(in SettlingState state, ISteps<SettlingState> steps, int i)
    {
        var next = state;
        next.Writers[i].EndWrite(Writer.Idle, 0);
        steps.Take(in next, "gives up or dies: the outcome is unknown", i);
    }
}
