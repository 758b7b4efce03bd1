using System.Globalization;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Cli.Output;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>Writes all profiles of a bot to a folder, many at a time.</summary>
internal sealed class ExportRun(
    IHybridDataStore store, BotId bot, ExportFolder folder, ExportTally tally, ProgressCounter progress)
{
    private const int InFlight = 64;

    /// <summary>Goes through the bot's profiles.</summary>
    public Task RunAsync(PatientCalls calls, CancellationToken cancellation)
        => EachAsync(
            store.Users.ListAsync(bot, cancellation),
            (profile, token) => ExportAsync(profile.TelegramId, calls, token),
            cancellation);

    /// <summary>Does something for each of a list, many at a time.</summary>
    public Task EachAsync<T>(
        IAsyncEnumerable<T> items, Func<T, CancellationToken, ValueTask> act, CancellationToken cancellation)
        => Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellation },
            async (item, token) =>
            {
                progress.Total++;
                await act(item, token);
                progress.Advance();
            });

    private async ValueTask ExportAsync(long telegramId, PatientCalls calls, CancellationToken cancellation)
    {
        var id = telegramId.ToString(CultureInfo.InvariantCulture);
        try
        {
            var reading = await calls.RunAsync(
                token => store.Users.GetAsync(new UserKey(bot, telegramId), Freshness.Fresh, token), cancellation);
            if (reading.Body is { } body)
            {
                await folder.WriteAsync($"girls_data/{id}.json", body, cancellation);
                tally.Wrote(ExportKind.Profiles);
            }
        }
        catch (DataDamagedException e)
        {
            tally.LeftOut(id, e.Message);
        }
    }
}
