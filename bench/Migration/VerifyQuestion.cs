using HybridOrleans.Storage.Migration.Copying;
using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Synchronising;
using HybridOrleans.Storage.Migration.Verifying;
using HybridOrleans.Storage.Records;

namespace HybridOrleans.Bench.Migration;

/// <summary>How many records a second are compared, and which side is it that bounds it?</summary>
internal sealed class VerifyQuestion(int records, Turns turns)
{
    public const string Question = "comparison of both sides";

    private const double Wanted = 100_000;

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var rig = await Rig.OpenAsync(server);
        await Filling.IntoAsync(rig.Json, records);
        await CopyQuestion.SynchroniseAsync(rig);
        var rows = await turns.RunAsync(
            Question, 1, ("Verify", () => Meter.RunAsync(records, () => VerifyAsync(rig))),
            ("hashes of the JSON files alone", () => Meter.RunAsync(records, () => WalkAsync(rig.Json))),
            ("hashes of PostgreSQL alone", () => Meter.RunAsync(records, () => WalkAsync(rig.Postgres))));
        var rate = rows[0].Median.PerSecond;
        return new Answer(
            rows, [new Goal(Question, $"≥ {Wanted:N0} records/s", $"{rate:N0} records/s", rate >= Wanted)]);
    }

    /// <summary>Compares everything.</summary>
    public static async Task VerifyAsync(Rig rig)
    {
        var document = await rig.Work.Desk.ReadAsync(CancellationToken.None);
        var verifier = new Verifier(rig.Work, new Throttle(new LiveWaits(rig.Live, rig.Work.Time), rig.Work.Time));
        var result = await verifier.VerifyAsync(document, VerifyScope.Complete, CancellationToken.None);
        if (result.Divergent > 0)
        {
            throw new InvalidOperationException($"The sides differ: {result}.");
        }
    }

    private async Task WalkAsync(IMigratableStore store)
    {
        var count = 0;
        await foreach (var digest in store.WalkDigestsAsync(
            Component.Users, RecordCursor.Start, FullPace.Instance, CancellationToken.None))
        {
            count += digest.Hash is null ? 0 : 1;
        }

        if (count != records)
        {
            throw new InvalidOperationException($"{store.Name} walked over {count} of {records} records.");
        }
    }
}
