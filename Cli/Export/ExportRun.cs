using System.Collections.Concurrent;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Output;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>Writes all profiles of a bot to a folder, many at a time.</summary>
internal sealed class ExportRun(IHybridDataStore store, BotId bot, ExportFolder folder, ProgressCounter progress)
{
    private const int InFlight = 64;

    private readonly ConcurrentBag<(long Id, string Reason)> _failures = [];
    private long _exported;

    /// <summary>How many profiles are in the folder.</summary>
    public long Exported => Interlocked.Read(ref _exported);

    /// <summary>The profiles that could not be exported, by id.</summary>
    public IReadOnlyList<(long Id, string Reason)> Failures => [.. _failures.OrderBy(failure => failure.Id)];

    /// <summary>Goes through the bot's profiles.</summary>
    public async Task RunAsync(PatientCalls calls, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellation };
        await Parallel.ForEachAsync(store.Users.ListAsync(bot, cancellation), options, async (profile, token) =>
        {
            progress.Total++;
            await ExportAsync(new UserKey(bot, profile.TelegramId), calls, token);
            progress.Advance();
        });
    }

    private async Task ExportAsync(UserKey key, PatientCalls calls, CancellationToken cancellation)
    {
        try
        {
            var reading = await calls.RunAsync(
                token => store.Users.GetAsync(key, Freshness.Fresh, token), cancellation);
            if (reading.Body is { } body)
            {
                await folder.WriteAsync(key.TelegramId, body, cancellation);
                Interlocked.Increment(ref _exported);
            }
        }
        catch (DataDamagedException e)
        {
            _failures.Add((key.TelegramId, e.Message));
        }
    }
}
