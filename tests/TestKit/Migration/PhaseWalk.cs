using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.TestKit.Migration;

/// <summary>Goes up to the last phase and down again, a step after so many calls, for all silos together.</summary>
/// <remarks>
/// One move runs at a time, beside the calls that come meanwhile. A phase that begins to write twice is followed by
/// nothing here, so that the follower may lack records until a switch copies them.
/// </remarks>
public sealed class PhaseWalk(PhaseMover mover, int callsPerMove)
{
    private readonly Dictionary<Component, int> _directions = [];
    private int _calls;
    private int _left = int.MaxValue;
    private int _moving;
    private int _moves;

    /// <summary>How many steps were made.</summary>
    public int Moves => Volatile.Read(ref _moves);

    /// <summary>Begins a case: it meets so many more steps at most.</summary>
    public void Allow(int moves) => Volatile.Write(ref _left, moves);

    /// <summary>Counts a call, and makes a step first if it is time.</summary>
    public async Task BeforeCallAsync(Component component)
    {
        if (Interlocked.Increment(ref _calls) % callsPerMove != 0
            || Volatile.Read(ref _left) <= 0
            || Interlocked.Exchange(ref _moving, 1) == 1)
        {
            return;
        }

        try
        {
            var phase = (await mover.DocumentAsync(component)).Phase;
            var direction = phase switch
            {
                Phase.Off => 1,
                Phase.Complete => -1,
                _ => _directions.GetValueOrDefault(component, 1),
            };
            _directions[component] = direction;
            await mover.MoveAsync(component, phase + direction);
            Interlocked.Increment(ref _moves);
            Interlocked.Decrement(ref _left);
        }
        finally
        {
            Volatile.Write(ref _moving, 0);
        }
    }
}
