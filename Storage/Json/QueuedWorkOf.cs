namespace HybridOrleans.Storage.Json;

/// <summary>Queued work that has a result.</summary>
/// <remarks>The answer is noted under the lock and announced after it is free.</remarks>
internal abstract class QueuedWork<T> : QueuedWork
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (T? Result, Exception? Error, bool IsNoted) _noted;

    /// <summary>Ends when the answer is announced.</summary>
    public Task<T> Answer => _answer.Task;

    /// <summary>Notes the result, to be announced. The first note counts.</summary>
    public void Settle(T result) => _noted = _noted.IsNoted ? _noted : (result, null, true);

    /// <inheritdoc/>
    public override void Fail(Exception error) => _noted = _noted.IsNoted ? _noted : (default, error, true);

    /// <inheritdoc/>
    public override void Announce()
    {
        if (!_noted.IsNoted)
        {
            return;
        }

        if (_noted.Error is null)
        {
            _answer.TrySetResult(_noted.Result!);
            return;
        }

        if (_answer.TrySetException(_noted.Error))
        {
            // The caller may be gone; its error is then nobody's.
            _ = _answer.Task.Exception;
        }
    }
}
