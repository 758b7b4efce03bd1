using System.Collections.Concurrent;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>Calls documents as a bot does: reads from memory and the store, changes what it read, deletes.</summary>
/// <param name="documents">The documents, through the connection; several callers share one, and its promises.</param>
/// <param name="who">The name of the connection.</param>
/// <param name="random">What to do.</param>
/// <param name="log">Where calls are noted.</param>
/// <param name="damage">Where answers are noted that no client may ever hear.</param>
internal sealed class DocumentCaller(
    IDocuments documents, string who, Random random, HistoryLog log, ConcurrentQueue<Violation> damage)
{
    private readonly Dictionary<int, long> _known = [];

    /// <summary>How long memory may go on with less than was acknowledged; null for as long as it likes.</summary>
    public TimeSpan? MemoryLag { get; init; }

    /// <summary>The longest pause after a call, in milliseconds.</summary>
    public int PauseMax { get; init; } = 15;

    /// <summary>Calls until it is told to stop; the call under way is always finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = random.Next(random.Next(3) == 0 ? documents.Count : documents.Hot);
            await (random.Next(100) switch
            {
                < 40 => ReadAsync(number, Freshness.Cached),
                < 60 => ReadAsync(number, Freshness.Fresh),
                < 66 => SaveAsync(number, expected: null),
                < 71 => DeleteAsync(number),
                _ => ChangeAsync(number),
            });
            await TimeProvider.System.PassAsync(random.Next(1, PauseMax), stop);
        }
    }

    private async Task ChangeAsync(int number)
    {
        if (!_known.ContainsKey(number) || random.Next(3) == 0)
        {
            await ReadAsync(number, random.Next(2) == 0 ? Freshness.Fresh : Freshness.Cached);
        }

        await SaveAsync(number, _known.GetValueOrDefault(number));
    }

    private async Task ReadAsync(int number, Freshness freshness)
    {
        var act = Begin(number, freshness == Freshness.Fresh ? ActKind.Read : ActKind.CachedRead, 0, null);
        var (outcome, reading) = await CallOutcome.OfAsync(
            act.Key, damage, () => documents.ReadAsync(number, freshness));
        if (outcome == ActOutcome.Done)
        {
            _known[number] = reading.Revision;
            act = act with { Revision = reading.Revision, Body = reading.Body };
        }

        var isBound = act.Kind == ActKind.CachedRead && reading.IsSure && MemoryLag is not null;
        End(act with { SureAt = isBound ? log.TickBefore(act.Began, MemoryLag!.Value) : null }, outcome);
    }

    private async Task SaveAsync(int number, long? expected)
    {
        var body = $$"""{"by":"{{Guid.NewGuid():n}}","who":"{{who}}","of":"{{documents.KeyOf(number)}}"}""";
        var act = Begin(number, ActKind.Write, expected ?? Act.Untold, body);
        var (outcome, revision) = await CallOutcome.OfAsync(
            act.Key, damage, () => documents.SaveAsync(number, body, expected));
        if (outcome == ActOutcome.Done)
        {
            _known[number] = revision;
            // A write that followed whatever stood, and was told its revision, followed the one before.
            act = act with { Revision = revision, Expected = expected ?? revision - 1 };
        }

        End(act, outcome);
    }

    /// <summary>A client is not told which revision a delete made; one of nothing made none.</summary>
    private async Task DeleteAsync(int number)
    {
        var act = Begin(number, ActKind.Write, Act.Untold, null);
        var (outcome, isDeleted) = await CallOutcome.OfAsync(act.Key, damage, () => documents.DeleteAsync(number));
        if (outcome != ActOutcome.Done || isDeleted)
        {
            End(act, outcome);
        }
    }

    private Act Begin(int number, ActKind kind, long expected, string? body) => new(
        documents.KeyOf(number), who, kind, log.Tick(), 0, ActOutcome.Refused, expected, Act.Untold, null, body);

    private void End(Act act, ActOutcome outcome) => log.Add(act with { Ended = log.Tick(), Outcome = outcome });
}
