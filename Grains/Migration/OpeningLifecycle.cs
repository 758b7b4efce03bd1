namespace HybridOrleans.Grains.Migration;

/// <summary>Starts what would else start with the silo.</summary>
internal sealed class OpeningLifecycle : ISiloLifecycle
{
    private readonly List<(int Stage, ILifecycleObserver Observer)> _observers = [];

    public int HighestCompletedStage => int.MinValue;

    public int LowestStoppedStage => int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        _observers.Add((stage, observer));
        return new Unsubscribed();
    }

    public async Task StartAsync()
    {
        foreach (var (_, observer) in _observers.OrderBy(o => o.Stage))
        {
            await observer.OnStart(CancellationToken.None);
        }
    }

    private sealed class Unsubscribed : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
