using HybridOrleans.Storage.Json;

namespace HybridOrleans.Storage.Tests.Json.Store;

/// <summary>Lets some flushes of the journal pass and makes every later one fail without doing anything.</summary>
internal sealed class FailingFlush(int passes) : IProbe
{
    private int _left = passes;

    public void Reached(ProbePoint reached)
    {
        if (reached == ProbePoint.Appended && Interlocked.Decrement(ref _left) < 0)
        {
            throw new LibcException("Flushing the journal", Errno.InputOutput);
        }
    }
}
