namespace HybridOrleans.TestKit.Faults;

/// <summary>What goes wrong with one call.</summary>
public sealed class Fault
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Fault(FaultKind kind) => Kind = kind;

    public static Fault None => new(FaultKind.None);

    public static Fault Unavailable => new(FaultKind.Unavailable);

    public static Fault LoseRequest => new(FaultKind.LoseRequest);

    public static Fault LoseAnswer => new(FaultKind.LoseAnswer);

    public static Fault ArriveLate => new(FaultKind.ArriveLate);

    public static Fault Hold => new(FaultKind.Hold);

    public FaultKind Kind { get; }

    /// <summary>Ends once a call has met the fault.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Ends once a late write has arrived in the store, whatever came of it.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Lets a held or late call go on.</summary>
    public void Release() => _released.TrySetResult();

    internal void Meet() => _reached.TrySetResult();

    internal void Arrive() => _arrived.TrySetResult();

    internal Task WaitAsync(CancellationToken cancellation) => _released.Task.WaitAsync(cancellation);
}
