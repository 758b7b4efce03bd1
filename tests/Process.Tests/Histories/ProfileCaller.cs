using System.Collections.Concurrent;
using System.Text;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.TestKit.Histories;

namespace HybridOrleans.Process.Tests.Histories;

/// <summary>Calls profiles as a bot does: reads from memory and the store, changes what it read, deletes.</summary>
/// <param name="client">The connection; several callers share one, and its promise of never going back.</param>
/// <param name="who">The name of the connection.</param>
/// <param name="random">What to do.</param>
/// <param name="keys">How many profiles there are.</param>
/// <param name="log">Where calls are noted.</param>
/// <param name="damage">Where answers are noted that no client may ever hear.</param>
internal sealed class ProfileCaller(
    HybridClient client, string who, Random random, int keys, HistoryLog log, ConcurrentQueue<Violation> damage)
{
    /// <summary>Profiles that are called so often that callers meet.</summary>
    private const int Hot = 30;

    private static readonly BotId Bot = new("bot");
    private readonly Dictionary<UserKey, long> _known = [];

    /// <summary>Calls until it is told to stop; the call under way is always finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var key = new UserKey(Bot, 1 + (random.Next(3) == 0 ? random.Next(keys) : random.Next(Hot)));
            await (random.Next(100) switch
            {
                < 40 => ReadAsync(key, Freshness.Cached),
                < 60 => ReadAsync(key, Freshness.Fresh),
                < 66 => SaveAsync(key, expected: null),
                < 71 => DeleteAsync(key),
                _ => ChangeAsync(key),
            });
            await TimeProvider.System.PassAsync(random.Next(1, 15), stop);
        }
    }

    private async Task ChangeAsync(UserKey key)
    {
        if (!_known.ContainsKey(key) || random.Next(3) == 0)
        {
            await ReadAsync(key, random.Next(2) == 0 ? Freshness.Fresh : Freshness.Cached);
        }

        await SaveAsync(key, _known.GetValueOrDefault(key));
    }

    private Task ReadAsync(UserKey key, Freshness freshness)
    {
        var kind = freshness == Freshness.Fresh ? ActKind.Read : ActKind.CachedRead;
        return NoteAsync(key, kind, 0, null, async () =>
        {
            var reading = await client.Users.GetAsync(key, freshness);
            _known[key] = reading.Revision;
            return (reading.Revision, reading.Body is { } body ? Encoding.UTF8.GetString(body.Utf8.Span) : null);
        });
    }

    private Task SaveAsync(UserKey key, long? expected)
    {
        var body = $$"""{"by":"{{Guid.NewGuid():n}}","who":"{{who}}"}""";
        return NoteAsync(key, ActKind.Write, expected ?? Act.Untold, body, async () =>
        {
            var receipt = await client.Users.SaveAsync(key, new JsonText(body), expected);
            _known[key] = receipt.Revision;
            return (receipt.Revision, body);
        });
    }

    /// <summary>A client is not told which revision a delete made; one of nothing made none.</summary>
    private Task DeleteAsync(UserKey key)
        => NoteAsync(key, ActKind.Write, Act.Untold, null, async () =>
            await client.Users.DeleteAsync(key) ? (Act.Untold, null) : (0, null));

    private async Task NoteAsync(
        UserKey key, ActKind kind, long expected, string? body, Func<Task<(long Revision, string? Body)>> call)
    {
        var act = new Act(
            $"bot/{key.TelegramId}", who, kind, log.Tick(), 0, ActOutcome.Refused, expected, Act.Untold, null, body);
        try
        {
            var (revision, answer) = await call();
            act = act with { Outcome = ActOutcome.Done, Revision = revision, Body = answer };
        }
        catch (RevisionConflictException)
        {
            act = act with { Outcome = ActOutcome.Conflict };
        }
        catch (OutcomeUnknownException)
        {
            act = act with { Outcome = ActOutcome.Unknown };
        }
        catch (DataUnavailableException)
        {
            // Nothing was read and nothing was written.
        }
        catch (DataDamagedException e)
        {
            damage.Enqueue(new Violation(ViolationKind.Stale, act.Key, e.Message));
        }

        act = act with { Ended = log.Tick() };
        if (act is not { Kind: ActKind.Write, Body: null, Outcome: ActOutcome.Done, Revision: 0 })
        {
            log.Add(act with { Expected = ExpectedOf(act) });
        }
    }

    /// <summary>A write that followed whatever stood, and was told its revision, followed the one before.</summary>
    private static long ExpectedOf(Act act) => act is { Kind: ActKind.Write, Expected: Act.Untold, Revision: > 0 }
        ? act.Revision - 1
        : act.Expected;
}
