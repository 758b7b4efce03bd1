using HybridOrleans.Storage.Records;

namespace HybridOrleans.Storage.Postgres.Batching;

/// <summary>A request with its answer.</summary>
internal abstract class AnsweredRequest<TResult>(RecordKey key) : BatchRequest(key)
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Answer(TResult result) => _answer.TrySetResult(result);

    public override void Fail(Exception error) => _answer.TrySetException(error);

    /// <exception cref="TimeoutException">No answer within the limit.</exception>
    public Task<TResult> WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
        => _answer.Task.WaitAsync(limit, time, cancellation);
}
