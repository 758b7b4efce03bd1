using System.Collections.Concurrent;
using System.Globalization;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Users.Profiles;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>Writes and reads profiles all the time, and remembers what was acknowledged.</summary>
internal sealed class LiveLoad : IAsyncDisposable
{
    private const int Writers = 4;
    private const int ProfilesEach = 25;
    private readonly HybridClient _client;
    private readonly BotId _bot;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly SemaphoreSlim _calls = new(0);

    private LiveLoad(HybridClient client, BotId bot, ConcurrentDictionary<long, (long Number, long Revision)> known)
    {
        _client = client;
        _bot = bot;
        Acknowledged = known;
        _running = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(w))));
    }

    /// <summary>The last acknowledged number and revision of each profile.</summary>
    public ConcurrentDictionary<long, (long Number, long Revision)> Acknowledged { get; }

    /// <summary>Every call that failed, or answered with less than what was acknowledged before.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public static LiveLoad Start(
        HybridClient client, BotId bot, ConcurrentDictionary<long, (long Number, long Revision)>? known = null)
        => new(client, bot, known ?? new());

    /// <summary>Waits until so many more calls have ended, so that a moment has been worked through.</summary>
    public async Task DoAsync(int calls, CancellationToken cancellation)
    {
        for (var done = _calls.CurrentCount; done > 0; done--)
        {
            await _calls.WaitAsync(cancellation);
        }

        for (var done = 0; done < calls; done++)
        {
            Assert.True(await _calls.WaitAsync(Limit, cancellation), $"No call ended within {Limit}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
            _calls.Dispose();
        }
    }

    private async Task WriteAsync(int writer)
    {
        for (long number = 1; !_stop.IsCancellationRequested; number++)
        {
            var key = new UserKey(_bot, 1000 + (writer * ProfilesEach) + (number % ProfilesEach));
            try
            {
                var before = Acknowledged.GetValueOrDefault(key.TelegramId);
                var next = before.Number + 1;
                var body = string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{next}},"name":"Ева"}""");
                var receipt = await _client.Users.SaveAsync(key, Json(body), cancellation: CancellationToken.None);
                Acknowledged[key.TelegramId] = (next, receipt.Revision);
                _calls.Release();
                var reading = await _client.Users.GetAsync(key, Freshness.Fresh, CancellationToken.None);
                _calls.Release();
                if (reading.Revision != receipt.Revision || reading.Text() != body)
                {
                    Failures.Enqueue($"{key.TelegramId}: read {reading.Revision} after {receipt.Revision} was written");
                }
            }
            catch (Exception e)
            {
                Failures.Enqueue($"{key.TelegramId}: {e.GetType().Name}: {e.Message}");
            }
        }
    }
}
