using HybridOrleans.Bench.Hosting;
using HybridOrleans.Bench.Measuring;
using HybridOrleans.Bench.Report;
using HybridOrleans.Storage.Migration;
using HybridOrleans.Storage.Migration.Synchronising;

namespace HybridOrleans.Bench.Migration;

/// <summary>How fast is the first copy beside the least that PostgreSQL needs to take the same rows?</summary>
internal sealed class CopyQuestion(int records, Turns turns)
{
    public const string Question = "first copy";

    private const double Wanted = 0.8;

    public async Task<Answer> AskAsync(BenchServer server)
    {
        await using var rig = await Rig.OpenAsync(server);
        await Filling.IntoAsync(rig.Json, records);
        await using var plain = await PlainCopy.OpenAsync(
            rig.ConnectionString, [.. Filling.Records(records)]);
        var rows = await turns.RunAsync(
            Question, 1, Contender("COPY + merge", plain.RunAsync),
            Contender("files read, then COPY + merge", () => plain.RunFromAsync(rig.Json.RootDirectory)),
            Contender("Synchronise", () => SynchroniseAsync(rig)));
        return new Answer(rows, [Goals.Share(rows[2], rows[0], Wanted)]);

        (string, Func<Task<Sample>>) Contender(string name, Func<Task> copy) => (name, async () =>
        {
            await plain.EmptyAsync();
            return await Meter.RunAsync(records, copy);
        });
    }

    /// <summary>As the controller copies once the component is written twice.</summary>
    public static async Task SynchroniseAsync(Rig rig)
    {
        var document = await rig.SetAsync(d => d with
        {
            Phase = Phase.DualWrite,
            Synchronise = Synchroniser.FromTheStart(d.Epoch, rig.Work.Time.GetUtcNow()),
        });
        var copier = new Synchroniser(rig.Work, new Throttle(new LiveWaits(rig.Live, rig.Work.Time), rig.Work.Time));
        document = await copier.RunAsync(document, CancellationToken.None);
        if (document is not { Synchronise: null, Divergences.Count: 0 })
        {
            throw new InvalidOperationException($"The copy did not come to its end: {document}.");
        }
    }
}
