using System.Diagnostics;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Migration;

/// <summary>Users at work: callers that read and write their own records, with a pause after each call.</summary>
/// <remarks>The pause leaves the machine some time, as a load does that users are content with.</remarks>
internal sealed class LiveCallers(IRecordStore store, int records)
{
    public const int Callers = 32;

    private const int KeysPerCaller = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly LiveRecords _records = new(store, records);
    private volatile string? _error;

    /// <summary>Calls as long as some work goes on, and no shorter than a time.</summary>
    public async Task<LiveResult> RunAsync(TimeSpan least, Func<Task> work)
    {
        using var ending = new CancellationTokenSource();
        var meter = Meter.Start();
        var callers = Enumerable.Range(0, Callers).Select(c => Task.Run(() => CallAsync(c, ending.Token))).ToList();
        try
        {
            await Task.WhenAll(work(), Task.Delay(least, CancellationToken.None));
        }
        finally
        {
            await ending.CancelAsync();
        }

        var called = await Task.WhenAll(callers);
        var latencies = new Latencies(called.SelectMany(c => c.Latencies));
        long calls = called.Sum(c => c.Latencies.Count);
        return new LiveResult(
            meter.Sample(calls, latencies.At(0.5), latencies.At(0.99)), calls, called.Sum(c => c.Failed),
            latencies.At(1), _error);
    }

    private async Task<(List<long> Latencies, long Failed)> CallAsync(int caller, CancellationToken ending)
    {
        var latencies = new List<long>();
        var failed = 0L;
        for (var number = 0; !ending.IsCancellationRequested; number++)
        {
            var place = (caller + (Callers * (number / 2 % KeysPerCaller))) % records;
            var started = Stopwatch.GetTimestamp();
            try
            {
                await (number % 2 == 0 ? _records.ReadAsync(place) : _records.WriteAsync(place, number));
            }
            catch (Exception e)
            {
                failed++;
                _error ??= e.ToString();
            }

            latencies.Add(Stopwatch.GetTimestamp() - started);
            await Task.Delay(Pause, CancellationToken.None);
        }

        return (latencies, failed);
    }
}
