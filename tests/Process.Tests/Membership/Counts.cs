using Xunit;

namespace HybridOrleans.Process.Tests.Membership;

/// <summary>How many changes one caller knows of. One caller counts, and others may look and wait.</summary>
internal sealed class Counts
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Lock _gate = new();
    private readonly List<(int Number, TaskCompletionSource Reached)> _waiting = [];
    private int _acknowledged;
    private int _unknown;

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Unknown => Volatile.Read(ref _unknown);

    public void Acknowledge()
    {
        lock (_gate)
        {
            _acknowledged++;
            foreach (var (_, reached) in _waiting.Where(w => w.Number <= _acknowledged))
            {
                reached.TrySetResult();
            }
        }
    }

    public void Doubt() => Interlocked.Increment(ref _unknown);

    /// <summary>Waits until so many are acknowledged.</summary>
    public Task Reached(int number)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_acknowledged >= number)
            {
                return Task.CompletedTask;
            }

            _waiting.Add((number, reached));
        }

        return reached.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }
}
