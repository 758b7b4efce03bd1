using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Samples.MixedLoad;

/// <summary>One of those who read and write, each with profiles of its own: it knows what must be there.</summary>
internal sealed class Caller(IUserProfiles users, BotId bot, int number, int profiles, Tally tally)
{
    /// <summary>How many there are at most.</summary>
    public const int CallersMax = 8;

    private const int ReadsToAWrite = 4;
    private const int FirstId = 1;

    private readonly Dictionary<long, long> _acknowledged = [];
    private readonly Random _random = new(number);

    /// <summary>The Telegram id and the number that was last acknowledged, one line for each profile.</summary>
    public IEnumerable<string> Acknowledged()
        => _acknowledged.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key} {a.Value}"));

    /// <summary>Reads and writes until it is told to stop. A call that was begun is waited for.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var of = ((profiles - number - 1) / CallersMax) + 1;
            var key = new UserKey(bot, FirstId + number + (CallersMax * (long)_random.Next(of)));
            var began = Stopwatch.GetTimestamp();
            try
            {
                await CallAsync(key);
                tally.Ended(Stopwatch.GetElapsedTime(began));
            }
            catch (HybridException e)
            {
                tally.Failure($"{key.TelegramId}: {e.Message}");
            }
        }
    }

    private async Task CallAsync(UserKey key)
    {
        var known = _acknowledged.GetValueOrDefault(key.TelegramId);
        if (_random.Next(ReadsToAWrite + 1) > 0)
        {
            var reading = await users.GetAsync(key);
            if (known > 0 && NumberIn(reading) != known)
            {
                tally.Failure($"{key.TelegramId}: {known} was acknowledged and not read.");
            }

            return;
        }

        await users.PatchAsync(key, new JsonText($$"""{"walk":{{known + 1}}}"""));
        _acknowledged[key.TelegramId] = known + 1;
    }

    private static long? NumberIn(ProfileReading reading)
    {
        if (reading.Body is not { } body)
        {
            return null;
        }

        using var document = JsonDocument.Parse(body.Utf8);
        return document.RootElement.TryGetProperty("walk", out var number) ? number.GetInt64() : null;
    }
}
