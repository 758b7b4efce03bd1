using Microsoft.Extensions.Time.Testing;

namespace HybridOrleans.Storage.Tests.Migration.Simulating;

/// <summary>Runs tasks on one thread, in an order that a seed repeats; time moves when nobody can run.</summary>
/// <remarks>Everything that runs in it must await without leaving the context.</remarks>
internal sealed class Simulation(int seed = 0) : SynchronizationContext
{
    private const long StepsMax = 5_000_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    private readonly List<(SendOrPostCallback Call, object? State)> _ready = [];
    private readonly Random? _order = seed == 0 ? null : new Random(seed);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready)
        {
            _ready.Add((d, state));
        }
    }

    /// <summary>Ends when the simulated time has passed.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var passed = new TaskCompletionSource();
        await using var timer = Time.CreateTimer(_ => passed.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await passed.Task;
    }

    /// <summary>Runs to the end; fails when that takes two hours of simulated time.</summary>
    public void Run(Func<Task> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            var began = Time.GetUtcNow();
            long steps = 0;
            while (!task.IsCompleted)
            {
                if (TryRunOne())
                {
                    if (++steps > StepsMax)
                    {
                        throw new TimeoutException($"{StepsMax} steps and no time passed (seed {seed}).");
                    }
                }
                else
                {
                    steps = 0;
                    Time.Advance(Tick);
                    if (Time.GetUtcNow() - began > Limit)
                    {
                        throw new TimeoutException($"Not done after {Limit} of simulated time (seed {seed}).");
                    }
                }
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private bool TryRunOne()
    {
        (SendOrPostCallback Call, object? State) next;
        lock (_ready)
        {
            if (_ready.Count == 0)
            {
                return false;
            }

            var chosen = _order?.Next(_ready.Count) ?? 0;
            next = _ready[chosen];
            _ready.RemoveAt(chosen);
        }

        next.Call(next.State);
        return true;
    }
}
