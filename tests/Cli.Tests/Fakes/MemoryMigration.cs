using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Tests.Fakes;

/// <summary>A controller whose statuses are written down before: each look gets the next one.</summary>
internal sealed class MemoryMigration : IMigrationControl
{
    private const int LooksMax = 1000;

    private readonly Queue<Func<MigrationStatus>> _looks = [];
    private MigrationStatus? _last;

    public List<(ComponentName Component, MigrationRequest Request)> Requests { get; } = [];

    public List<(ComponentName Component, string Key)> Explained { get; } = [];

    public MigrationAnswer Answer { get; set; } = new(true, "Taken on.");

    public List<DivergenceListing> Divergences { get; } = [];

    public List<FindingListing> Findings { get; } = [];

    public List<HistoryListing> History { get; } = [];

    public int Looks { get; private set; }

    /// <summary>A component that nobody has moved.</summary>
    public static MigrationStatus Off(ComponentName component = ComponentName.Users) => new()
    {
        Component = component,
        Phase = MigrationPhase.Off,
        SharePercent = 0,
        Epoch = 0,
        Version = 1,
        Guarantee = ["An acknowledged write is durable in the JSON files.", "PostgreSQL is not used."],
        Lag = 0,
        Silos = [],
    };

    /// <summary>The next look sees this; the last one stays.</summary>
    public void Then(MigrationStatus status) => _looks.Enqueue(() => status);

    /// <summary>The next look does this.</summary>
    public void Then(Func<MigrationStatus> look) => _looks.Enqueue(look);

    public ValueTask<MigrationAnswer> DoAsync(
        ComponentName component, MigrationRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Requests.Add((component, request));
        return ValueTask.FromResult(Answer);
    }

    public ValueTask<MigrationStatus> StatusAsync(ComponentName component, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Looks++;
        Assert.True(Looks <= LooksMax, $"The command has looked {LooksMax} times and does not end.");
        if (_looks.TryDequeue(out var look))
        {
            _last = look();
        }

        return ValueTask.FromResult((_last ?? Off()) with { Component = component });
    }

    public IAsyncEnumerable<MigrationStatus> WatchAsync(
        ComponentName component, TimeSpan period, CancellationToken cancellation)
        => throw new NotSupportedException("No command does this: they look on their own clock.");

    public ValueTask<IReadOnlyList<string>> ExplainUserAsync(UserKey key, CancellationToken cancellation)
        => throw new NotSupportedException("No command does this: they name the key as it is stored.");

    public ValueTask<IReadOnlyList<string>> ExplainAsync(
        ComponentName component, string key, CancellationToken cancellation)
    {
        Explained.Add((component, key));
        return ValueTask.FromResult<IReadOnlyList<string>>(
            ["JSON holds revision 17, 1f2e3d4c5b6a7980.", "PostgreSQL holds the same.", "PostgreSQL answers: Live."]);
    }

    public ValueTask<IReadOnlyList<DivergenceListing>> DivergencesAsync(
        ComponentName component, CancellationToken cancellation)
        => ValueTask.FromResult<IReadOnlyList<DivergenceListing>>(Divergences);

    public ValueTask<IReadOnlyList<FindingListing>> AssessAsync(
        ComponentName component, CancellationToken cancellation)
        => ValueTask.FromResult<IReadOnlyList<FindingListing>>(Findings);

    public ValueTask<IReadOnlyList<HistoryListing>> HistoryAsync(
        ComponentName component, CancellationToken cancellation)
        => ValueTask.FromResult<IReadOnlyList<HistoryListing>>(History);
}
