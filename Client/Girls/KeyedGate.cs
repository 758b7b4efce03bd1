namespace HybridOrleans.Client.Girls;

/// <summary>Lets one caller at a time change what has a key; other keys mostly do not wait.</summary>
/// <remarks>A fixed number of doors, so that it does not grow with the keys.</remarks>
internal sealed class KeyedGate
{
    private const int Doors = 64;

    private readonly SemaphoreSlim[] _doors = [.. Enumerable.Range(0, Doors).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Runs an act behind the door of a key.</summary>
    public async ValueTask<T> RunAsync<TKey, T>(TKey key, Func<ValueTask<T>> act, CancellationToken cancellation)
        where TKey : notnull
    {
        var door = _doors[(uint)key.GetHashCode() % Doors];
        await door.WaitAsync(cancellation);
        try
        {
            return await act();
        }
        finally
        {
            door.Release();
        }
    }
}
