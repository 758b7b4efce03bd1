namespace HybridOrleans.Model.Tests.Engine;

/// <summary>Walks every state of a model, breadth first, until a law is broken or nothing new is found.</summary>
internal sealed class Explorer<TState> : ISteps<TState>
    where TState : unmanaged
{
    private readonly IModel<TState> _model;
    private readonly StateSet<TState> _reached = new();
    private int _from = -1;
    private int _brokenAt = -1;
    private long _steps;

    private Explorer(IModel<TState> model) => _model = model;

    /// <summary>Explores a model completely.</summary>
    /// <param name="model">The model; its bounds make it finite.</param>
    /// <param name="cancellation">Ends the walk between two states.</param>
    public static Exploration Run(IModel<TState> model, CancellationToken cancellation)
    {
        var explorer = new Explorer<TState>(model);
        explorer.Walk(cancellation);
        return explorer.Result();
    }

    /// <inheritdoc/>
    public void Take(in TState next, string what, int who = -1)
    {
        _steps++;
        if (_reached.TryAdd(in next, _from) && _brokenAt < 0 && _model.BrokenIn(in next) != Law.None)
        {
            _brokenAt = _reached.Count - 1;
        }
    }

    private void Walk(CancellationToken cancellation)
    {
        _reached.TryAdd(_model.Initial, -1);
        for (_from = 0; _from < _reached.Count && _brokenAt < 0; _from++)
        {
            if ((_from & 0xFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            _model.Explore(in _reached[_from], this);
        }
    }

    private Exploration Result()
    {
        if (_brokenAt < 0)
        {
            return new(_reached.Count, _steps, Law.None, []);
        }

        var trace = new List<string>();
        for (var at = _brokenAt; _reached.ParentOf(at) >= 0; at = _reached.ParentOf(at))
        {
            trace.Add(StepNames<TState>.Between(_model, in _reached[_reached.ParentOf(at)], in _reached[at]));
        }

        trace.Reverse();
        return new(_reached.Count, _steps, _model.BrokenIn(in _reached[_brokenAt]), trace);
    }
}
