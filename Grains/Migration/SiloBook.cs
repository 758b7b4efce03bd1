using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Grains.Migration;

/// <summary>What each silo said last of what it sees.</summary>
/// <remarks>Safe for many callers at once.</remarks>
internal sealed class SiloBook(TimeProvider time)
{
    /// <summary>How long a silo is listed that says nothing any more.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Silo, ComponentName Component), (long At, SiloView View)> _views = [];

    public void Add(SiloView view)
    {
        lock (_gate)
        {
            _views[(view.Silo, view.Component)] = (time.GetTimestamp(), view);
        }
    }

    /// <summary>The views of a component, each as old as it is now.</summary>
    public IReadOnlyList<SiloView> Of(ComponentName component)
    {
        lock (_gate)
        {
            foreach (var (key, _) in _views.Where(v => time.GetElapsedTime(v.Value.At) > Memory).ToArray())
            {
                _views.Remove(key);
            }

            return _views.Values
                .Where(v => v.View.Component == component)
                .Select(v => v.View with { Age = v.View.Age + time.GetElapsedTime(v.At) })
                .OrderBy(v => v.Silo, StringComparer.Ordinal)
                .ToArray();
        }
    }
}
